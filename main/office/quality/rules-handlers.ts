import { OfficeError } from '#core/contract/errors.ts';
import { addedRulesId } from '#core/values/ids.ts';
import type { CallContext, Handlers } from '../call-context.ts';
import type { IdSource } from '../ports/clock.ts';
import { readAddedRules } from './gather-quality.ts';
import { readRulesFile, rulesView, type ReadRulesFile, type RulesFileParts } from './rules-file.ts';

type Names = 'quality.rules' | 'quality.readRules' | 'quality.addRules' | 'quality.removeRules';

/** Rules of a province: looked at first, then added by the principal, and taken out again. */
export function createRulesHandlers(parts: RulesFileParts & { readonly ids: IdSource }): Handlers<Names> {
  async function read(handle: string, context: CallContext): Promise<ReadRulesFile> {
    const file = context.files.get(context.connection, handle as never);
    if (file === null) throw new OfficeError('file.not-found');
    const school = await context.database().read((repositories) => repositories.school.school());
    if (school === null) throw new OfficeError('setup.no-school');
    return readRulesFile(parts, file.bytes, school);
  }

  return {
    'quality.rules': (_, context) =>
      context.database().read(async ({ quality }) => ({
        files: (await quality.rules()).map((stored) => ({ id: addedRulesId.parse(stored.id), addedAt: stored.at, addedBy: stored.by, ...rulesView({ rules: readAddedRules(stored), signer: stored.signer }) })),
      })),

    'quality.readRules': async ({ file }, context) => rulesView(await read(file, context)),

    async 'quality.addRules'({ file }, context) {
      const found = await read(file, context);
      const id = parts.ids.next();
      await context.database().write(context.actor, async ({ quality }) => {
        if ((await quality.rules()).some(({ digest }) => digest === found.digest)) throw new OfficeError('quality.rules-known');
        const { content, digest, signature, certificate, signer } = found;
        await quality.addRules({ id, content, digest, signature, certificate, signer, at: parts.clock.now(), by: context.actor.userName });
        return { value: undefined, audit: { action: 'quality.rulesAdded', detail: { id, name: found.rules.name, version: found.rules.version, signer, digest } } };
      });
      context.changed(['quality']);
      return { id: addedRulesId.parse(id) };
    },

    async 'quality.removeRules'({ id }, context) {
      await context.database().write(context.actor, async ({ quality }) => {
        const stored = (await quality.rules()).find((each) => each.id === id);
        if (stored === undefined) throw new OfficeError('quality.not-found');
        await quality.removeRules(id, parts.clock.now(), context.actor.userName);
        return { value: undefined, audit: { action: 'quality.rulesRemoved', detail: { id, signer: stored.signer, digest: stored.digest } } };
      });
      context.changed(['quality']);
      return {};
    },
  };
}
