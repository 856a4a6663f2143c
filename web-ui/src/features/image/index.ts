export { imageQuery, imagesQuery } from './image.api';
export { ImageTable } from './components/ImageTable';
