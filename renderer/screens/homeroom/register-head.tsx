import type { RegisterRow, RegisterSheet } from '#core/contract/registers.ts';
import { homeroomTexts } from '#core/text/homeroom.ts';
import { registersTexts } from '#core/text/registers.ts';
import { Message } from '../../components/message.tsx';
import type { CellPlace, GridColumn } from '../../grid/grid-types.ts';
import { SheetLockNotice } from '../locks/lock-notice.tsx';
import { useSession } from '../../state/session-store.ts';
import { useTexts } from '../../state/use-texts.ts';

/** Over the grid: whose class it is, why nothing can be entered where nothing can, what is locked, and what disagrees with the attendance register. */
export function RegisterHead({ sheet, sheetKey, columns, onGo }: {
  readonly sheet: RegisterSheet;
  readonly sheetKey: string;
  readonly columns: readonly GridColumn[];
  readonly onGo: (cell: CellPlace) => void;
}) {
  const texts = useTexts(homeroomTexts);
  const registers = useTexts(registersTexts);
  const roles = useSession((session) => session.state?.user?.roles);
  const teacher = sheet.homeroomTeacherName;
  const isTeacher = roles?.includes('homeroomTeacher') === true || roles?.includes('subjectTeacher') === true;
  const doubted = sheet.rows.filter((row) => row.doubts.length > 0);
  const entered = sheet.columns.filter(({ semester }) => semester !== null);
  const semesters = new Set(sheet.locked.map(({ column }) => entered.find((one) => one.column === column)?.semester ?? null));
  const [semester = null] = semesters;
  const title = (column: string) => columns.find(({ key }) => key === column)?.title;
  return (
    <>
      <p className="sheet-head">
        <strong>{texts.subtitle(sheet.className)}</strong>
        <span>{teacher === null ? texts.noTeacher : texts.teacher(sheet.words.classTeacher, teacher)}</span>
      </p>
      {!sheet.mayEdit && sheet.locked[0]?.why !== 'past-year' && (
        <Message tone="info" title={texts.readOnly}>
          <p>{isTeacher && teacher !== null ? texts.readOnlyWhy.teacher(teacher) : roles?.includes('principal') === true ? texts.readOnlyWhy.principal : texts.readOnlyWhy.other}</p>
        </Message>
      )}
      <SheetLockNotice
        sheet={{ ...sheet, columns: entered.map(({ column }) => column) }}
        sheetKey={sheetKey}
        askFor={{ classId: sheet.classId, subjectId: null, semester: semesters.size === 1 ? semester : null, column: sheet.register }}
        namesOf={(names) => (sheet.register === 'attendance' ? registers.days(dayOf(names.at(0)), dayOf(names.at(-1))) : names.flatMap((name) => title(name) ?? []).join(', '))}
      />
      {sheet.mayEdit && doubted.length > 0 && <Doubts rows={doubted} onGo={onGo} />}
    </>
  );
}

/** So many pupils are named. */
const mostNamed = 3;

/** Whose absences differ from the attendance register (rule D20), and the way to the first of them. */
function Doubts({ rows, onGo }: { readonly rows: readonly RegisterRow[]; readonly onGo: (cell: CellPlace) => void }) {
  const texts = useTexts(registersTexts);
  const [first] = rows;
  const column = first?.doubts[0]?.column;
  const names = rows.slice(0, mostNamed).map(({ fullName }) => fullName);
  return (
    <Message
      tone="warning"
      title={texts.doubts(rows.reduce((sum, row) => sum + row.doubts.length, 0))}
      actions={
        <button type="button" className="button button--small" onClick={() => first !== undefined && column !== undefined && onGo({ row: first.enrollmentId, column })}>
          {texts.toFirstDoubt}
        </button>
      }
    >
      <p>{texts.doubtsText(names.join(', '), rows.length - names.length)}</p>
    </Message>
  );
}

function dayOf(column: string | undefined): number {
  return Number(column?.slice(1) ?? 0);
}
