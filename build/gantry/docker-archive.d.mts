export const architecture: string;

export interface ArchivedImage {
  tag: string;
  layers: string[];
  config?: object;
  architecture?: string;
}

export function dockerArchive(file: string, image: ArchivedImage): Promise<void>;
export function busyboxRoot(directory: string): Promise<void>;
