import type { HeadAppointment, RegisteredSignerView, SignerOwner, SigningPerson } from '#core/contract/signers.ts';
import { compareVietnameseNames } from '#core/text/names.ts';
import { appointmentId as appointmentIdOf, signerId as signerIdOf } from '#core/values/ids.ts';
import type { Repositories } from '../ports/database.ts';
import type { StoredAppointment } from '../ports/signer-repository.ts';
import { headsOn } from './head-of-school.ts';
import type { RegisteredSigner } from './register-state.ts';

type Post = SigningPerson['posts'][number];
type Person = { readonly personalId: string; readonly name: string; readonly posts: readonly Post[] };

const personalIdShape = /^\d{12}$/u;

/** Everybody who signs something in the present year, with their certificates: the school first, then its head and deputy, then the teachers in the order of a Vietnamese list. */
export async function signingPeople(repositories: Repositories, register: readonly RegisteredSigner[], day: string): Promise<readonly SigningPerson[]> {
  const { school: repository, signers } = repositories;
  const school = await repository.school();
  if (school === null) return [];
  const heads = headsOn(school, await signers.appointments(), day).filter(({ name }) => name !== '');
  const classes = await repository.classes();
  const subjects = new Map((await repository.subjects()).map(({ id, shortName }) => [id, shortName]));
  const assignments = await repository.assignments(null);
  const people: Person[] = heads.map(({ name, personalId, title }) => ({ name, personalId, posts: [{ role: 'principal', title, places: [] }] }));
  const teachers = (await repository.teachers()).toSorted((one, other) => compareVietnameseNames(one.fullName, other.fullName));
  for (const { id, fullName, personalId } of teachers) {
    const homeroom = classes.filter(({ homeroomTeacherId }) => homeroomTeacherId === id).map(({ name }) => name);
    const own = assignments.filter(({ teacherId }) => teacherId === id);
    const taught = [...subjects].flatMap(([subjectId, subject]) => {
      const groups = classes.filter((group) => own.some((each) => each.classId === group.id && each.subjectId === subjectId)).map(({ name }) => name);
      return groups.length === 0 ? [] : [`${subject} (${groups.join(', ')})`];
    });
    const posts: readonly Post[] = [
      ...(homeroom.length === 0 ? [] : [{ role: 'homeroomTeacher' as const, title: '', places: homeroom }]),
      ...(taught.length === 0 ? [] : [{ role: 'subjectTeacher' as const, title: '', places: taught }]),
    ];
    const head = people.findIndex((person) => person.personalId !== '' && person.personalId === personalId);
    const known = people[head];
    if (known !== undefined) people[head] = { ...known, posts: [...known.posts, ...posts] };
    else if (posts.length > 0) people.push({ name: fullName, personalId, posts });
  }
  const seal: Post = { role: 'school', title: '', places: [] };
  const ofSchool = register.filter(({ signer }) => signer.holder.kind === 'organisation');
  return [
    personView({ kind: 'organisation' }, school.name, [seal], ofSchool),
    ...people.map(({ name, personalId, posts }) =>
      personView(
        personalIdShape.test(personalId) ? { kind: 'person', personalId } : null,
        name,
        posts,
        register.filter(({ signer }) => signer.holder.kind === 'person' && personalId !== '' && signer.holder.personalId === personalId),
      ),
    ),
  ];
}

function personView(owner: SignerOwner | null, name: string, posts: readonly Post[], register: readonly RegisteredSigner[]): SigningPerson {
  const newestFirst = register.toReversed();
  const state = newestFirst.some((entry) => entry.state === 'approved') ? 'approved' : (newestFirst.find((entry) => entry.state === 'waiting') ?? newestFirst[0])?.state;
  return { owner, name, posts: [...posts], state: state ?? 'none', certificates: newestFirst.map(signerView) };
}

function signerView({ signer, state, approvals, ended }: RegisteredSigner): RegisteredSignerView {
  return {
    id: signerIdOf.parse(signer.id),
    certificate: signer.facts,
    source: signer.source,
    state,
    proposedAt: signer.proposedAt,
    proposedBy: signer.proposedBy,
    approvals: approvals.map(({ post, by, at, alone }) => ({ post, by, at, alone })),
    ended: ended === null ? null : { kind: ended.kind, day: ended.kind === 'revoked' ? ended.day : ended.at.slice(0, 10), reason: ended.reason, by: ended.by },
  };
}

export function appointmentView(appointment: StoredAppointment, day: string): HeadAppointment {
  const { id, kind, name, title, decision, fromDay, untilDay, endedFrom, endReason } = appointment;
  const over = (untilDay !== null && untilDay < day) || (endedFrom !== null && endedFrom <= day);
  return { id: appointmentIdOf.parse(id), kind, name, title, decision, fromDay, untilDay, endedFrom, endReason, state: over ? 'over' : fromDay > day ? 'coming' : 'holds' };
}
