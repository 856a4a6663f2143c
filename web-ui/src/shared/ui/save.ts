/** Hands a blob to the browser as a download. */
export function saveAs(blob: Blob, fileName: string) {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  // The browser has begun to read by the next turn of its loop; a minute is ample.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
