import { create } from 'zustand';
import { CallError } from './office.ts';
import { useSession } from './session-store.ts';

/** A change of something that was locked once waits for its reason. `cells`: how many are changed in this step. */
export type ReasonQuestion = { readonly sheet: string; readonly label: string; readonly cells: number; readonly answer: (reason: string | null, keep: boolean) => void };

type ChangeReason = {
  readonly question: ReasonQuestion | null;
  /** The reason that goes with every further change of a sheet, where the user wants that. */
  readonly kept: { readonly sheet: string; readonly reason: string } | null;
};

/** Asked for once in each step, from wherever the step comes: a cell may still wait in the queue when its screen is gone. */
export const useChangeReason = create<ChangeReason>(() => ({ question: null, kept: null }));

/** The reason of a change, asked of the user. Throws CallError gradebook.reason-needed where none is given. */
export async function askChangeReason(sheet: string, label: string, cells: number): Promise<string> {
  const { kept, question } = useChangeReason.getState();
  if (kept?.sheet === sheet) return kept.reason;
  question?.answer(null, false);
  const reason = await new Promise<string | null>((done) => {
    const answer = (given: string | null, keep: boolean) => {
      useChangeReason.setState({ question: null, ...(given !== null && keep ? { kept: { sheet, reason: given } } : {}) });
      done(given);
    };
    useChangeReason.setState({ question: { sheet, label, cells, answer } });
  });
  if (reason === null) throw new CallError({ code: 'gradebook.reason-needed', params: {}, correlationId: 'page' });
  return reason;
}

/** Runs a change; where the office wants a reason for it, asks the user and runs it again with that. */
export async function withChangeReason<Answer>(sheet: string, label: string, change: (reason: string | undefined) => Promise<Answer>): Promise<Answer> {
  const { kept } = useChangeReason.getState();
  try {
    return await change(kept?.sheet === sheet ? kept.reason : undefined);
  } catch (failure) {
    if (!(failure instanceof CallError) || failure.code !== 'gradebook.reason-needed') throw failure;
    return change(await askChangeReason(sheet, label, 1));
  }
}

/** The sheet was left: the next time its reason is asked for anew. */
export function forgetKeptReason(sheet: string): void {
  if (useChangeReason.getState().kept?.sheet === sheet) useChangeReason.setState({ kept: null });
}

// One user's reason is never given for the next one's change.
useSession.subscribe((now, before) => {
  if (now.state?.user?.id === before.state?.user?.id) return;
  useChangeReason.getState().question?.answer(null, false);
  useChangeReason.setState({ kept: null });
});
