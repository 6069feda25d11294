/** What a lock, a window or a reopening is about; null: all of them. */
export type LockScope = { readonly classId: string | null; readonly subjectId: string | null; readonly semester: 1 | 2 | null; readonly column: string | null };

/** A cell's place. `subjectId` null: a register of the class, named by `column` (`homeroom`); locks of its class, semester or the school cover it, and locks of it alone. */
export type LockPlace = { readonly classId: string; readonly subjectId: string | null; readonly semester: 1 | 2; readonly column: string | null };

export type Lock = { readonly scope: LockScope; readonly since: string; readonly by: string };
/** Entry is possible from the first to the last day, both included (`YYYY-MM-DD`). */
export type EntryWindow = { readonly scope: LockScope; readonly opensOn: string; readonly closesOn: string };
/** `expiresAt`: local time, `YYYY-MM-DDTHH:mm`; the reopening ends by itself. */
export type Reopening = { readonly scope: LockScope; readonly expiresAt: string; readonly reason: string };

export type LockState = {
  /** Why nothing can be entered now; null: open. */
  readonly refusal: { readonly why: 'locked' | 'not-open' | 'closed' | 'past-year'; readonly by: string; readonly on: string } | null;
  /** The reason of the reopening under which a change is made: it goes into the cell's history. */
  readonly reason: string | null;
  /** Until when that reopening lasts (local minute); null without one. */
  readonly until: string | null;
  /** Open without a reopening, but shut once before: whoever changes what stands here has to say why. */
  readonly needsReason: boolean;
};

/** All that was ever decided about entry in the school year. `former`: what locks and windows that are over have covered. */
export type LockRules = { readonly locks: readonly Lock[]; readonly windows: readonly EntryWindow[]; readonly reopenings: readonly Reopening[]; readonly former: readonly LockScope[] };

export function covers(scope: LockScope, place: LockPlace): boolean {
  return (
    (scope.classId === null || scope.classId === place.classId) &&
    (scope.subjectId === null || scope.subjectId === place.subjectId) &&
    (scope.semester === null || scope.semester === place.semester) &&
    (scope.column === null || scope.column === place.column)
  );
}

/** Whether there may be a place that both are about. */
export function overlaps(one: LockScope, other: LockScope): boolean {
  return (['classId', 'subjectId', 'semester', 'column'] as const).every((key) => one[key] === null || other[key] === null || one[key] === other[key]);
}

/**
 * Whether a place can be written at `now` (ISO 8601 with the PC's offset). A reopening opens whatever is locked; of several windows one that is open is
 * enough; without any lock or window everything is open.
 */
export function lockStateOf(place: LockPlace, all: LockRules, now: string): LockState {
  const [today, minute] = [now.slice(0, 10), now.slice(0, 16)];
  const reopening = all.reopenings.find(({ scope, expiresAt }) => covers(scope, place) && minute < expiresAt);
  const lock = all.locks.find(({ scope }) => covers(scope, place));
  const windows = all.windows.filter(({ scope }) => covers(scope, place));
  const shut = windows.length > 0 && !windows.some(({ opensOn, closesOn }) => opensOn <= today && today <= closesOn);
  const shutFor = (refusal: NonNullable<LockState['refusal']>): LockState => ({ refusal, reason: null, until: null, needsReason: false });
  if (lock === undefined && !shut) {
    const once = all.former.some((scope) => covers(scope, place)) || windows.some(({ closesOn }) => closesOn < today);
    return { refusal: null, reason: null, until: null, needsReason: once };
  }
  if (reopening !== undefined) return { refusal: null, reason: reopening.reason, until: reopening.expiresAt, needsReason: false };
  if (lock !== undefined) return shutFor({ why: 'locked', by: lock.by, on: lock.since.slice(0, 10) });
  const next = windows.map(({ opensOn }) => opensOn).filter((day) => day > today).sort()[0];
  if (next !== undefined) return shutFor({ why: 'not-open', by: '', on: next });
  return shutFor({ why: 'closed', by: '', on: windows.map(({ closesOn }) => closesOn).sort().at(-1) ?? today });
}

/** Why a change was made, for the cell's history: what the reopening says, and what the one who changes it says. */
export function changeReason(reopened: string | null, own: string | null): string | null {
  if (reopened === null || own === null || own === reopened) return own ?? reopened;
  return `${reopened} – ${own}`;
}
