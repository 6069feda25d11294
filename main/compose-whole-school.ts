import { parentPort, workerData } from 'node:worker_threads';
import { serveWholeSchool } from './db/whole-school-thread.ts';
import { answerWholeSchool } from './office/whole-school/answer-whole-school.ts';
import { loadRuleLibrary } from './rules/load-rule-library.ts';

/** The thread for what concerns all classes at once: the office goes on answering meanwhile. */
if (parentPort !== null) serveWholeSchool(parentPort, loadRuleLibrary((workerData as { readonly resourcesFolder: string }).resourcesFolder), answerWholeSchool);
