import type { TrainingKind } from '#core/contract/shared.ts';
import type { OfficeDatabase } from './database.ts';

/** Fills an empty database with the training school of a kind. `folder`: where its other files (tokens) lie. */
export type TrainingSchoolMaker = {
  make(kind: TrainingKind, database: OfficeDatabase, folder: string, progress: (done: number, total: number, label: string) => void): Promise<void>;
};
