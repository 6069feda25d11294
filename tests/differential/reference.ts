import { add, atLeast, oneDecimal, over, rational, times, type Rational } from './rational.ts';

/*
 * The circulars once more, written from their text with exact fractions and shares no line with the program: TT 22/2021 Art. 6 to 15, TT 43/2021, TT 27/2020
 * Art. 9, 11, 13. It is slow and plain on purpose; where it and the program differ, one of them is wrong.
 */
type Level = 'T' | 'K' | 'Đ' | 'CĐ';
export type Marks = { readonly regular: readonly (string | null)[]; readonly mid: string | null; readonly final: string | null };
export type Levels = { readonly scored: Readonly<Record<string, string | null>>; readonly comment: Readonly<Record<string, string | null>>; readonly need?: number };
export type Year = Levels & { readonly conduct: { readonly hk1: Level | null; readonly hk2: Level | null }; readonly absences: number | null; readonly reassess?: Readonly<Record<string, string>>; readonly summerConduct?: Level };

export function periodsToMarks(periods: number): number {
  if (periods > 70) return 4;
  return periods > 35 ? 3 : 2;
}

export function semester(marks: Marks, due: number): string | null {
  if (marks.mid === null || marks.final === null || marks.regular.some((mark) => mark === null) || marks.regular.length < due) return null;
  const score = (mark: string) => rational(mark === 'ABSENT' ? '0' : mark);
  let sum: Rational = add(times(score(marks.mid), 2n), times(score(marks.final), 3n));
  for (const mark of marks.regular) if (mark !== null) sum = add(sum, score(mark));
  return oneDecimal(over(sum, BigInt(marks.regular.length) + 5n));
}

export function year(first: string | null, second: string | null): string | null {
  return first === null || second === null ? null : oneDecimal(over(add(rational(first), times(rational(second), 2n)), 3n));
}

export function commentTerm(marks: Marks): string | null {
  const all = [...marks.regular, marks.mid, marks.final];
  if (marks.regular.length < 2 || all.includes(null)) return null;
  return all.every((mark) => mark === 'Đ') ? 'Đ' : 'CĐ';
}

export function conduct(first: Level | null, second: Level | null): Level | null {
  if (first === null || second === null) return null;
  if (second === 'CĐ') return 'CĐ';
  // Art. 8.2: Tốt when the second is Tốt and the first at least Khá; Khá in the other mixtures down to the first Đạt or Chưa đạt with a Tốt, and so on.
  if (second === 'T') return first === 'T' || first === 'K' ? 'T' : 'K';
  if (second === 'K') return first === 'CĐ' ? 'Đ' : 'K';
  return first === 'T' ? 'K' : 'Đ';
}

type Subject = { readonly code: string; readonly comment: boolean; readonly value: string };

function table(subjects: readonly Subject[], need: number): Level {
  const scores = subjects.filter(({ comment }) => !comment).map(({ value }) => rational(value));
  const fails = subjects.filter(({ comment, value }) => comment && value === 'CĐ').length;
  const all = (floor: string) => scores.every((score) => atLeast(score, rational(floor)));
  const many = (mark: string) => scores.filter((score) => atLeast(score, rational(mark))).length >= need;
  if (fails === 0 && all('6.5') && many('8')) return 'T';
  if (fails === 0 && all('5') && many('6.5')) return 'K';
  if (fails <= 1 && all('3.5') && many('5')) return 'Đ';
  return 'CĐ';
}

const order: readonly Level[] = ['CĐ', 'Đ', 'K', 'T'];

type Judged = { readonly base: Level | null; readonly level: Level | null; readonly adjustedBy: string | null; readonly ambiguous?: true };

export function learning({ scored, comment, need }: Levels, rule: 'tt22' | 'tt43'): Judged {
  const subjects = [...Object.entries(scored).map(([code, value]) => ({ code, comment: false, value })), ...(rule === 'tt22' ? Object.entries(comment).map(([code, value]) => ({ code, comment: true, value })) : [])].filter(({ value }) => value !== 'M');
  if (subjects.some(({ value }) => value === null)) return { base: null, level: null, adjustedBy: null };
  const known = subjects as readonly Subject[];
  const wanted = need ?? (rule === 'tt22' ? 6 : 5);
  const base = table(known, wanted);
  const cause = (best: boolean) =>
    known.find((subject) => {
      const others = known.filter((other) => other !== subject);
      const without = table(best ? [...others, { ...subject, value: subject.comment ? 'Đ' : '10' }] : others, wanted);
      return order.indexOf(without) >= 2 && order.indexOf(without) - order.indexOf(base) >= 2;
    });
  const raised = order[order.indexOf(base) + 1] ?? base;
  const [removed, replaced] = [cause(false), cause(true)];
  return { base, level: removed === undefined ? base : raised, adjustedBy: removed?.code ?? null, ...((removed === undefined) === (replaced === undefined) ? {} : { ambiguous: true as const }) };
}

export function outcome(input: Year, rule: 'tt22' | 'tt43'): Readonly<Record<string, unknown>> {
  const judged = learning(input, rule);
  const behaviour = conduct(input.conduct.hk1, input.conduct.hk2);
  const head = { base: judged.base, learning: judged.level, adjustedBy: judged.adjustedBy, ...(judged.ambiguous === undefined ? {} : { ambiguous: true }), conduct: behaviour };
  if (judged.level === null || behaviour === null || input.absences === null) return { ...head, title: null, decision: 'INCOMPLETE', reassessable: [] };
  const need = input.need ?? (rule === 'tt22' ? 6 : 5);
  const excellent = Object.values(input.scored).filter((value) => value !== null && value !== 'M' && atLeast(rational(value), rational('9'))).length;
  const title = judged.level === 'T' && behaviour === 'T' ? (excellent >= need ? 'XUAT_SAC' : 'GIOI') : null;
  const [poorLearning, poorConduct] = [judged.level === 'CĐ', behaviour === 'CĐ'];
  let decision = 'PROMOTED';
  if (input.absences > 45) decision = 'RETAINED';
  else if (poorConduct) decision = poorLearning ? 'SUMMER_CONDUCT_THEN_REASSESS' : 'SUMMER_CONDUCT';
  else if (poorLearning) decision = 'REASSESS';
  const weak = [...Object.entries(input.scored).filter(([, value]) => value !== null && value !== 'M' && !atLeast(rational(value), rational('5'))), ...(rule === 'tt22' ? Object.entries(input.comment).filter(([, value]) => value === 'CĐ') : [])].map(([code]) => code).sort();
  const reassessable = decision === 'REASSESS' || decision === 'SUMMER_CONDUCT_THEN_REASSESS' ? weak : [];
  const after = summer(input, rule, { decision, level: judged.level, behaviour, reassessable });
  return { ...head, title, decision, reassessable, ...(after === null ? {} : { afterSummer: after }) };
}

type Before = { readonly decision: string; readonly level: Level; readonly behaviour: Level; readonly reassessable: readonly string[] };

function summer(input: Year, rule: 'tt22' | 'tt43', { decision, level, behaviour, reassessable }: Before): Readonly<Record<string, unknown>> | null {
  const trains = decision.startsWith('SUMMER');
  const trained = trains ? input.summerConduct : undefined;
  const retaken = reassessable.filter((code) => input.reassess?.[code] !== undefined);
  if (trained === undefined && retaken.length === 0) return null;
  const fresh = (values: Readonly<Record<string, string | null>>) => Object.fromEntries(Object.entries(values).map(([code, value]) => [code, retaken.includes(code) ? (input.reassess?.[code] ?? value) : value]));
  const again = retaken.length === 0 ? level : (learning({ ...input, scored: fresh(input.scored), comment: fresh(input.comment) }, rule).level ?? level);
  const behaves = trained ?? behaviour;
  let end = 'PROMOTED';
  if (trains && trained === undefined) end = decision;
  else if (behaves === 'CĐ') end = 'RETAINED';
  else if (again === 'CĐ') end = retaken.length > 0 ? 'RETAINED' : 'REASSESS';
  return { learning: again, conduct: behaves, decision: end };
}

export type PrimarySubject = { readonly level: 'T' | 'H' | 'C' | null; readonly test: number | null };
export type Primary = { readonly grade: number; readonly subjects: Readonly<Record<string, PrimarySubject>>; readonly attributes: Readonly<Record<string, 'T' | 'Đ' | 'C' | null>>; readonly classNomination?: boolean; readonly outstandingOrProgress?: boolean; readonly supplementary?: { readonly subjects?: Readonly<Record<string, { readonly level?: 'T' | 'H' | 'C'; readonly test?: number }>>; readonly attributes?: Readonly<Record<string, 'T' | 'Đ' | 'C'>> } };

const tested: readonly (readonly [string, number])[] = [['TIENG_VIET', 1], ['TOAN', 1], ['NGOAI_NGU_1', 3], ['TIN_HOC_CONG_NGHE', 3], ['LICH_SU_DIA_LI', 4], ['KHOA_HOC', 4]];

export function primary(input: Primary): Readonly<Record<string, unknown>> {
  const { supplementary, ...before } = input;
  const first = primaryOnce(before);
  if (supplementary === undefined) return first;
  const subjects = Object.fromEntries(Object.entries(before.subjects).map(([code, subject]) => [code, { ...subject, ...supplementary.subjects?.[code] }]));
  const attributes = Object.fromEntries(Object.entries(before.attributes).map(([code, level]) => [code, supplementary.attributes?.[code] ?? level]));
  const { outcome: after, decision } = primaryOnce({ ...before, subjects, attributes });
  return { ...first, afterSupport: { outcome: after, decision: decision === 'NEEDS_SUPPORT' ? 'PRINCIPAL_DECIDES' : decision } };
}

function primaryOnce({ grade, subjects, attributes, classNomination, outstandingOrProgress }: Primary): Readonly<Record<string, unknown>> {
  const missing = tested.some(([code, from]) => grade >= from && subjects[code] !== undefined && subjects[code].test === null);
  const levels = Object.values(subjects).map(({ level }) => level);
  const qualities = Object.values(attributes);
  const lowest = Math.min(10, ...Object.values(subjects).flatMap(({ test }) => (test === null ? [] : [test])));
  if (missing || levels.includes(null) || qualities.includes(null)) return { outcome: null, award: null, decision: 'INCOMPLETE' };
  const best = levels.every((level) => level === 'T') && qualities.every((level) => level === 'T');
  const good = !levels.includes('C') && !qualities.includes('C');
  let result = 'CHT';
  if (best && lowest >= 9) result = 'HTXS';
  else if (best && lowest >= 7) result = 'HTT';
  else if (good && lowest >= 5) result = 'HT';
  const award = result === 'HTXS' ? 'HOC_SINH_XUAT_SAC' : result === 'HTT' && classNomination === true && outstandingOrProgress === true ? 'HOC_SINH_TIEU_BIEU' : null;
  return { outcome: result, award, decision: result === 'CHT' ? 'NEEDS_SUPPORT' : grade === 5 ? 'COMPLETED_PRIMARY' : 'COMPLETED_CLASS' };
}

export type Subject22 = { readonly type: 'score' | 'comment'; readonly exempt?: true; readonly periodsPerYear?: number; readonly hk1?: Marks | { readonly avg: string | null } | { readonly result: string | null } | null; readonly hk2?: Subject22['hk1'] };
export type FullYear = Omit<Year, 'scored' | 'comment'> & { readonly subjects: Readonly<Record<string, Subject22>> };

/** A whole year from its marks: both semesters and the year, each with its averages and its level. */
export function fullYear({ subjects, ...rest }: FullYear, rule: 'tt22' | 'tt43'): Readonly<Record<string, unknown>> {
  const result = ({ type, exempt, periodsPerYear }: Subject22, term: Subject22['hk1']): string | null => {
    if (exempt === true) return 'M';
    if (term === null || term === undefined) return null;
    if ('avg' in term) return term.avg;
    if ('result' in term) return term.result;
    return type === 'comment' ? commentTerm(term) : semester(term, periodsPerYear === undefined ? 0 : periodsToMarks(periodsPerYear));
  };
  const whole = (subject: Subject22) => (subject.exempt === true ? 'M' : subject.type === 'comment' ? result(subject, subject.hk2) : year(result(subject, subject.hk1), result(subject, subject.hk2)));
  const values = (kind: Subject22['type'], value: (subject: Subject22) => string | null) => Object.fromEntries(Object.entries(subjects).filter(([, { type }]) => type === kind).map(([code, subject]) => [code, value(subject)]));
  const need = rest.need === undefined ? {} : { need: rest.need };
  const term = (value: (subject: Subject22) => string | null) => {
    const { base, level, adjustedBy, ambiguous } = learning({ scored: values('score', value), comment: values('comment', value), ...need }, rule);
    return { averages: values('score', value), comment: values('comment', value), base, level, adjustedBy, ...(ambiguous === undefined ? {} : { ambiguous }) };
  };
  const ended = outcome({ ...rest, scored: values('score', whole), comment: values('comment', whole) }, rule);
  return { hk1: term((subject) => result(subject, subject.hk1)), hk2: term((subject) => result(subject, subject.hk2)), year: { ...ended, averages: values('score', whole) } };
}
