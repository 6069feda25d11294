import { useState } from 'react';
import type { MethodOutput } from '#core/contract/index.ts';
import type { RulesFileView } from '#core/contract/quality.ts';
import { formatMoment } from '#core/text/common.ts';
import { qualityTexts } from '#core/text/quality.ts';
import type { FileHandle } from '#core/values/ids.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { notify } from '../../state/notices.ts';
import { call } from '../../state/office.ts';
import { useLanguage, useSession } from '../../state/session-store.ts';
import { useAct } from '../../state/use-act.ts';
import { useChooseFile } from '../../state/use-choose-file.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';

type Stored = MethodOutput<'quality.rules'>['files'][number];

/** Rules that the province added by signed files: which, and for the principal how to add and take them out. */
export function AddedRules() {
  const texts = useTexts(qualityTexts);
  const language = useLanguage();
  const isPrincipal = useSession((store) => store.state?.user?.roles.includes('principal') ?? false);
  const query = useQuery('quality.rules', {}, ['quality']);
  const chooser = useChooseFile(['json']);
  const look = useAct();
  const [found, setFound] = useState<{ readonly handle: FileHandle; readonly file: RulesFileView } | null>(null);
  const [leaving, setLeaving] = useState<Stored | null>(null);
  const files = query.value?.files ?? [];

  async function read() {
    const chosen = await chooser.choose();
    if (chosen !== null) await look.run(async () => setFound({ handle: chosen.file, file: await call('quality.readRules', { file: chosen.file }) }));
  }

  return (
    <details className="quality__group">
      <summary>{texts.addedTitle(files.length)}</summary>
      <p className="quality__advice">{texts.addedText}</p>
      {files.map((file) => (
        <section key={file.id} className="quality__added">
          <h3>{texts.addedName(file.name, file.version)}</h3>
          <p className="soft">{texts.addedBy(file.signer, file.addedBy, formatMoment(file.addedAt, language))}</p>
          <RuleList file={file} />
          {isPrincipal && (
            <button type="button" className="button button--small" onClick={() => setLeaving(file)}>
              {texts.removeRules}
            </button>
          )}
        </section>
      ))}
      <ErrorText error={chooser.error ?? look.error ?? query.error} />
      {isPrincipal ? (
        <button type="button" className="button" disabled={look.busy} onClick={() => void read()}>
          {texts.addRules}
        </button>
      ) : (
        <p className="soft">{texts.principalAdds}</p>
      )}
      {found !== null && <AddDialog found={found} onClose={() => setFound(null)} />}
      {leaving !== null && <RemoveDialog file={leaving} onClose={() => setLeaving(null)} />}
    </details>
  );
}

function RuleList({ file }: { readonly file: RulesFileView }) {
  const texts = useTexts(qualityTexts);
  const language = useLanguage();
  return (
    <>
      <p>{texts.rulesYears(file.issuer, file.from, file.until)}</p>
      <ul className="quality__lines">
        {file.rules.map((rule) => (
          <li key={rule.id}>
            <StatusBadge tone={rule.severity === 'error' ? 'bad' : 'warning'}>{texts.states[rule.severity]}</StatusBadge> {texts.rule(rule.id, rule[language])} <span className="soft">({rule.source})</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function AddDialog({ found, onClose }: { readonly found: { readonly handle: FileHandle; readonly file: RulesFileView }; readonly onClose: () => void }) {
  const texts = useTexts(qualityTexts);
  const add = useCommand('quality.addRules');
  return (
    <ConfirmDialog
      open
      title={texts.addTitle(found.file.name)}
      confirmLabel={texts.addConfirm}
      busy={add.busy}
      error={add.error}
      onCancel={onClose}
      onConfirm={() => {
        void add.run({ file: found.handle }).then((done) => {
          if (done === null) return;
          notify('good', texts.addedNotice);
          onClose();
        });
      }}
    >
      <p>
        <strong>{texts.signedBy(found.file.signer)}</strong>
      </p>
      <p>{texts.addText}</p>
      <RuleList file={found.file} />
    </ConfirmDialog>
  );
}

function RemoveDialog({ file, onClose }: { readonly file: Stored; readonly onClose: () => void }) {
  const texts = useTexts(qualityTexts);
  const remove = useCommand('quality.removeRules');
  return (
    <ConfirmDialog
      open
      title={texts.removeTitle(file.name)}
      confirmLabel={texts.removeConfirm}
      busy={remove.busy}
      error={remove.error}
      onCancel={onClose}
      onConfirm={() => {
        void remove.run({ id: file.id }).then((done) => done !== null && onClose());
      }}
    >
      <p>{texts.removeText}</p>
    </ConfirmDialog>
  );
}
