import { z } from 'zod';
import { date, line, requiredLine, sex } from './shared.ts';

/** Personal data of one pupil, as on page 1 of the record (TT 22/2021 annex; QĐ 1789 annex IV). Empty text: not known yet. */
export const pupilData = z.strictObject({
  ministryCode: line(20),
  /** Số định danh cá nhân: 12 digits, kept as text. */
  personalId: line(12),
  registryNumber: line(30),
  fullName: requiredLine(100),
  birthDate: date,
  sex,
  /** Code of the ethnicity table, 01..54; 55: foreigner. */
  ethnicity: line(2),
  nationality: line(50),
  birthPlace: line(200),
  homeTown: line(200),
  address: line(300),
  fatherName: line(100),
  motherName: line(100),
  guardianName: line(100),
});
export type PupilData = z.infer<typeof pupilData>;
