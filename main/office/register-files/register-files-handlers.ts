import { OfficeError } from '#core/contract/errors.ts';
import type { RegisterSheet } from '#core/contract/registers.ts';
import type { CallContext, Handlers } from '../call-context.ts';
import type { Repositories } from '../ports/database.ts';
import type { MarkWorkbookWriter, SpreadsheetReader } from '../ports/documents.ts';
import { findRegister, readRegisterFile } from './read-register-file.ts';
import { registerToFill, registerWords } from './register-to-fill.ts';

type Parts = { readonly reader: SpreadsheetReader; readonly workbooks: MarkWorkbookWriter; readonly registers: Handlers<'registers.sheet' | 'registers.check'> };

const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Class registers out to Excel, and what was filled in there looked at; it is written as a block of the register. */
export function createRegisterFilesHandlers({ reader, workbooks, registers }: Parts): Handlers<'registerFiles.write' | 'registerFiles.preview'> {
  return {
    async 'registerFiles.write'(place, context) {
      const sheet = await registers['registers.sheet'](place, context);
      const bytes = await workbooks.write([registerToFill(sheet, await schoolOf(context))]);
      const name = `${{ homeroom: 'so-chu-nhiem', attributes: 'pham-chat-nang-luc', attendance: 'diem-danh' }[sheet.register]}-${sheet.className.replace(/[\\/:*?"<>|]/gu, '-')}${sheet.period === 'year' ? '' : `-${sheet.period}`}.xlsx`;
      return { file: context.files.put(context.connection, { name, mimeType: spreadsheet, bytes }), name };
    },

    async 'registerFiles.preview'({ file: handle, ...place }, context) {
      const file = context.files.get(context.connection, handle);
      if (file === null) throw new OfficeError('file.not-found');
      const { table, identity } = findRegister(await reader.read(file.bytes));
      const { school, year } = await schoolOf(context);
      if (identity.school !== school.code) throw new OfficeError('import.other-school', { found: identity.school, wanted: school.code });
      if (identity.year !== year.name) throw new OfficeError('import.other-year', { found: identity.year, wanted: year.name });
      const sheet = await registers['registers.sheet'](place, context);
      if (identity.classId !== place.classId || identity.register !== place.register || identity.period !== place.period) throw new OfficeError('import.other-register', { found: foundWords(identity, sheet), wanted: registerWords(sheet) });
      const { changes, refused, strangers, converted } = readRegisterFile(table, sheet);
      const checked = changes.length === 0 ? [] : (await registers['registers.check']({ ...place, changes: [...changes].slice(0, 4000) }, context)).cells;
      return { cells: [...checked.filter(({ verdict }) => verdict !== 'same'), ...refused], strangers: strangers.slice(0, 100), converted: [...converted].slice(0, 200) };
    },
  };
}

function foundWords({ register, className, period }: { readonly register: string; readonly className: string; readonly period: string }, { registers }: RegisterSheet): string {
  const known = registers.find((each) => each === register);
  return known === undefined ? className : registerWords({ register: known, className, period });
}

function schoolOf(context: CallContext) {
  return context.database().read(async ({ school }: Repositories) => {
    const [own, year] = [await school.school(), await school.currentYear()];
    if (own === null) throw new OfficeError('setup.no-school');
    return { school: own, year };
  });
}
