import { useState } from 'react';
import type { MethodOutput } from '#core/contract/index.ts';
import type { SigningPerson } from '#core/contract/signers.ts';
import { formatDay } from '#core/text/common.ts';
import { signersTexts } from '#core/text/signers.ts';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { CheckField } from '../../components/field.tsx';
import { QueryView } from '../../components/loading.tsx';
import { Message } from '../../components/message.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { notify } from '../../state/notices.ts';
import { useSession } from '../../state/session-store.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { HeadAppointments } from './head-appointments.tsx';
import { SignerDetails } from './signer-details.tsx';
import { SignerPosts } from './signer-posts.tsx';
import { signerTones } from './signer-tones.ts';
import '../../styles/signers.css';

type Register = MethodOutput<'signers.register'>;

/** Names a person of the register: two without an ID number may share a name, never a name and their posts. */
export function keyOfPerson({ owner, name, posts }: SigningPerson): string {
  return owner === null ? `${name} ${posts.flatMap(({ places }) => places).join()}` : owner.kind === 'person' ? owner.personalId : 'school';
}

/** Whose certificate signs as what: proposed by those who sign, approved by the administrator and the principal, revoked when it must be. */
export function SignersSection() {
  const texts = useTexts(signersTexts);
  const query = useQuery('signers.register', {}, ['signing', 'school']);
  const training = useSession((store) => store.state?.school?.training) === true;
  return (
    <div className="stack stack--wide">
      <p className="signers__intro">{training ? `${texts.intro} ${texts.practice}` : texts.intro}</p>
      <QueryView query={query}>{(register) => <RegisterView register={register} />}</QueryView>
    </div>
  );
}

function RegisterView({ register }: { readonly register: Register }) {
  const texts = useTexts(signersTexts);
  const [open, setOpen] = useState<string | null>(null);
  const [onlyOpen, setOnlyOpen] = useState(false);
  const person = register.people.find((each) => keyOfPerson(each) === open) ?? null;
  const people = onlyOpen ? register.people.filter(({ state }) => state !== 'approved') : register.people;
  const columns: readonly Column<SigningPerson>[] = [
    { key: 'name', header: texts.name, render: ({ name }) => name, rowHeader: true, sortValue: ({ name }) => name },
    { key: 'posts', header: texts.posts, render: ({ posts }) => <SignerPosts posts={posts} /> },
    { key: 'state', header: texts.certificate, render: (each) => <State person={each} />, sortValue: ({ state }) => state },
  ];
  return (
    <>
      <section className="stack" aria-label={texts.people}>
        <CheckField label={texts.onlyWaiting} checked={onlyOpen} onChange={setOnlyOpen} />
        {people.length === 0 && onlyOpen && <Message tone="good" title={texts.needNothing} />}
        {people.length > 0 && (
          <div className="signers">
            <DataTable caption={texts.people} columns={columns} rows={people} rowKey={keyOfPerson} selectedKey={open} onOpen={(each) => setOpen(keyOfPerson(each))} openLabel={({ name }) => texts.open(name)} />
            {person !== null && <SignerDetails key={open} person={person} approvesAs={register.approvesAs} onClose={() => setOpen(null)} />}
          </div>
        )}
      </section>
      {register.mayKeepHeads && <HeadAppointments appointments={register.appointments} />}
      {register.mayKeepHeads && <Profile key={JSON.stringify(register.profile)} initial={register.profile} />}
    </>
  );
}

function State({ person: { state, certificates } }: { readonly person: SigningPerson }) {
  const texts = useTexts(signersTexts);
  const standing = certificates.find((each) => each.state === state);
  return (
    <span className="signers__state">
      <StatusBadge tone={signerTones[state]}>{texts.states[state]}</StatusBadge>
      {standing !== undefined && state === 'approved' && <span className="soft small">{texts.until(formatDay(standing.certificate.notAfter))}</span>}
    </span>
  );
}

function Profile({ initial }: { readonly initial: Register['profile'] }) {
  const texts = useTexts(signersTexts);
  const save = useCommand('signers.saveProfile');
  return (
    <section className="sheet stack" aria-labelledby="signing-profile">
      <h2 id="signing-profile">{texts.profile}</h2>
      <p className="soft">{texts.profileText}</p>
      {(['subjectTeachers', 'gradebookHomeroom'] as const).map((each) => (
        <CheckField
          key={each}
          label={texts[each]}
          checked={initial[each]}
          disabled={save.busy}
          hint={texts.profileHints[each]}
          onChange={(asked) => void save.run({ ...initial, [each]: asked }).then((answer) => answer !== null && notify('good', texts.profileSaved))}
        />
      ))}
      <ErrorText error={save.error} />
    </section>
  );
}
