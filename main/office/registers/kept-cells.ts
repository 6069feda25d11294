import type { Repositories } from '../ports/database.ts';
import type { CellRegister, StoredRegisterCell } from '../ports/register-repository.ts';
import type { OpenRegister } from './open-register.ts';

/** Reading and writing of registers that are kept cell by cell. */
export function keptCells({ registers }: Pick<Repositories, 'registers'>, place: { readonly register: CellRegister; readonly period: string }, cells: readonly StoredRegisterCell[]): Pick<OpenRegister, 'cell' | 'set'> {
  const known = new Map(cells.map((cell) => [`${cell.enrollmentId} ${cell.column}`, cell]));
  return {
    cell({ enrollmentId, column }) {
      const cell = known.get(`${enrollmentId} ${column}`);
      return cell === undefined ? null : { text: cell.value, changes: cell.changes };
    },
    set: ({ enrollmentId, column }, text, change) => registers.setCell({ ...place, enrollmentId, column }, text === '' ? null : text, change),
  };
}
