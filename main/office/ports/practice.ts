import type { OfficeDatabase } from './database.ts';

/** Fills an empty database with the training school. `folder`: where its other files (tokens) lie. */
export type TrainingSchoolMaker = {
  make(database: OfficeDatabase, folder: string, progress: (done: number, total: number, label: string) => void): Promise<void>;
};
