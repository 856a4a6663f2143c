/** One server-sent event (WHATWG HTML, section 9.2). */
export interface LiveEvent {
  id: string | null;
  event: string;
  data: string;
}

/** Splits a stream of text chunks into events; keeps what is unfinished. */
export class EventParser {
  private rest = '';

  push(chunk: string): LiveEvent[] {
    this.rest += chunk;
    const blocks = this.rest.split(/\r\n\r\n|\n\n|\r\r/);
    this.rest = blocks.pop() ?? '';
    return blocks.map(parseBlock).filter((event) => event !== null);
  }
}

function parseBlock(block: string): LiveEvent | null {
  const event: LiveEvent = { id: null, event: 'message', data: '' };
  const data: string[] = [];
  for (const line of block.split(/\r\n|\n|\r/)) {
    const colon = line.indexOf(':');
    if (colon === 0) continue;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'id') event.id = value;
    else if (field === 'event') event.event = value;
    else if (field === 'data') data.push(value);
  }
  event.data = data.join('\n');
  return event.id === null && event.event === 'message' && data.length === 0 ? null : event;
}
