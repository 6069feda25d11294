import type { YearTask } from '#core/contract/school.ts';
import { homeTexts } from '#core/text/home.ts';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { Icon } from '../../components/icons.tsx';
import { QueryView } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { StatusBadge, type BadgeTone } from '../../components/status-badge.tsx';
import type { MethodOutput } from '#core/contract/index.ts';
import { mayOpen } from '../../shell/menu.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useSession } from '../../state/session-store.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import '../../styles/home.css';

type ClassLine = MethodOutput<'school.tasks'>['perClass'][number];

const tones: Readonly<Record<YearTask['state'], BadgeTone>> = { todo: 'neutral', doing: 'warning', done: 'good', waiting: 'neutral' };

/** The school year as a checklist: what is done, what is next, and where. */
export function HomeScreen() {
  const texts = useTexts(homeTexts);
  const tasks = useQuery('school.tasks', {}, ['school', 'pupils', 'gradebook', 'homeroom', 'records', 'exchange']);
  const go = useNavigation((store) => store.go);
  const roles = useSession((store) => store.state?.user?.roles) ?? [];
  const mayOpenResults = mayOpen('results', roles);
  const columns: readonly Column<ClassLine>[] = [
    { key: 'name', header: texts.class, render: ({ name }) => name, rowHeader: true },
    { key: 'size', header: texts.size, render: ({ size }) => size, align: 'end' },
    { key: 'marks', header: texts.missingMarks, render: ({ missingMarks }) => <Missing count={missingMarks} none={texts.none} />, align: 'end' },
    { key: 'homeroom', header: texts.missingHomeroom, render: ({ missingHomeroom }) => <Missing count={missingHomeroom} none={texts.none} />, align: 'end' },
    { key: 'records', header: texts.records, render: ({ records, size }) => `${records}/${size}`, align: 'end' },
    { key: 'signed', header: texts.signed, render: ({ signed, size }) => `${signed}/${size}`, align: 'end' },
    { key: 'accepted', header: texts.accepted, render: ({ accepted, size }) => `${accepted}/${size}`, align: 'end' },
  ];
  return (
    <Page title={texts.title} subtitle={texts.subtitle}>
      <QueryView query={tasks}>
        {({ tasks: list, perClass }) => {
          const next = list.find(({ state }) => state === 'todo' || state === 'doing');
          return (
            <>
              <ol className="checklist">
                {list.map((task) => (
                  <li key={task.id}>
                    <button type="button" className="task" data-state={task.state} data-next={task.id === next?.id} disabled={task.target === null || !mayOpen(task.target.screen, roles)} onClick={() => task.target !== null && go(task.target)}>
                      <span className="task__mark" aria-hidden="true">
                        {task.state === 'done' ? <Icon name="good" size={18} /> : null}
                      </span>
                      <span className="task__name">{texts.tasks[task.id]}</span>
                      <span className="task__count soft small">{task.total > 0 ? texts.classesDone(task.done, task.total) : ''}</span>
                      <StatusBadge tone={task.id === next?.id ? 'info' : tones[task.state]}>{task.id === next?.id ? texts.next : texts.states[task.state]}</StatusBadge>
                    </button>
                  </li>
                ))}
              </ol>
              {perClass.length > 0 && (
                <DataTable
                  caption={texts.perClass}
                  columns={columns}
                  rows={perClass}
                  rowKey={({ classId }) => classId}
                  {...(mayOpenResults ? { onOpen: ({ classId }: ClassLine) => go({ screen: 'results', classId }), openLabel: ({ name }: ClassLine) => texts.openClass(name) } : {})}
                />
              )}
            </>
          );
        }}
      </QueryView>
    </Page>
  );
}

function Missing({ count, none }: { readonly count: number; readonly none: string }) {
  return count === 0 ? <span className="soft">{none}</span> : <strong>{count}</strong>;
}
