import { trainingKind } from '#core/contract/shared.ts';
import { openTestOffice } from './open-office.ts';

/** Makes a training school in a data folder: `make-training-school.ts FOLDER KIND`. */
const [folder = '', kind] = process.argv.slice(2);
const school = await openTestOffice(folder);
const job = await school.ended((await school.call('setup.openTraining', { kind: trainingKind.parse(kind) })).jobId);
await school.office.close();
process.exitCode = job.state === 'done' ? 0 : 1;
