export { imageQuery, imagesQuery } from './image.api';
export { ImageTable } from './components/ImageTable';
export { Deck, type DeckPlace } from './deck/Deck';
