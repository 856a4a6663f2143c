export { imageQuery, imagesQuery } from './image.api';
export { ImageTable } from './components/ImageTable';
export { DiskCard } from './disk/DiskCard';
export { Deck, type DeckPlace } from './deck/Deck';
