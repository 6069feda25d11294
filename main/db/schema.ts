import type { Generated } from 'kysely';

/**
 * The tables as Kysely sees them (snake_case like SQL). Ids are UUID text; moments are ISO 8601 text with offset; marks are integer tenths;
 * booleans are 0/1. One school per database file.
 */
export type Schema = {
  school: SchoolTable;
  school_year: { id: string; name: string; created_at: string; current: number };
  class_group: { id: string; year_id: string; name: string; grade: number; homeroom_teacher_id: string | null };
  teacher: { id: string; full_name: string; personal_id: string; active: number };
  subject: { id: string; code: string; name: string; short_name: string; kind: 'scored' | 'comment'; order_index: number };
  /** Periods per school year of a subject in a grade (they decide how many regular marks are due). */
  subject_year: { year_id: string; subject_id: string; grade: number; periods: number; elective: Generated<number> };
  /** Elective subjects a pupil chose; `topics`: also the special topics (cụm chuyên đề) of the subject, elective or not. */
  subject_choice: { enrollment_id: string; subject_id: string; topics: number };
  assignment: { class_id: string; subject_id: string; teacher_id: string };
  pupil: PupilTable;
  enrollment: { id: string; year_id: string; class_id: string; pupil_id: string; position: number; status: 'studying' | 'moved-class' | 'left-school'; entered_on: string; left_on: string | null };
  /** `practical`: theory in place of practice, marks are due; `not-assessed`: code M. `reason`: number of the decision. */
  exemption: { enrollment_id: string; subject_id: string; reason: string; kind: 'practical' | 'not-assessed'; term: 'semester1' | 'semester2' | 'year' | 'level'; decided_on: string };
  mark: MarkTable;
  /** Every change of a mark, append-only (triggers refuse UPDATE and DELETE). */
  mark_change: ChangeTable & { subject_id: string; semester: number; column_name: string; step_id: number | null };
  /** What was done to a sheet in one go; its cells are the changes with its id. dropped: taken back, and something else done since. */
  edit_step: { id: Generated<number>; class_id: string; subject_id: string; semester: number; user_id: string; kind: string; cells: number; made_at: string; state: 'done' | 'undone' | 'dropped'; /** The file it was read from. */ import_id: Generated<string | null> };
  mark_import: { id: string; file_name: string; applied_at: string; user_id: string; undone_at: string | null };
  sheet_lock: ScopeColumns & { id: string; year_id: string; reason: string; locked_at: string; locked_by: string; released_at: string | null; released_by: string | null; release_reason: string | null };
  entry_window: ScopeColumns & { id: string; year_id: string; opens_on: string; closes_on: string; planned_by: string; removed_at: string | null };
  reopening: ScopeColumns & { id: string; year_id: string; reason: string; asked_by: string; asked_at: string; state: 'asked' | 'open' | 'refused'; decided_by: string | null; decided_at: string | null; expires_at: string | null };
  /** The school's reading of a point that a circular leaves open; append-only, the newest of a year or an earlier one holds. */
  policy_choice: { id: Generated<number>; year_id: string; policy: string; value: string; reason: string; decided_by: string; decided_at: string };
  /** The same for one pupil; append-only. withdrawn: the school's reading holds again. */
  review_decision: { id: Generated<number>; enrollment_id: string; policy: string; value: string | null; reason: string; number: string; state: 'proposed' | 'decided' | 'withdrawn'; decided_by: string; decided_at: string };
  /** A user's own phrases for comments; `subject_id` null: for all subjects of its kind. */
  phrase: { id: string; user_id: string; kind: string; subject_id: string | null; position: number; text: string };
  homeroom_entry: HomeroomTable;
  homeroom_change: ChangeTable & { field: string; step_id: number | null };
  /** Cells of the registers that are kept by the cell; the homeroom sheet has its own table. */
  register_cell: { enrollment_id: string; register: 'attributes' | 'attendance'; period: string; column_name: string; value: string; changes: number };
  /** Append-only, as mark_change. */
  register_change: ChangeTable & { register: string; period: string; column_name: string; step_id: number | null };
  /** Steps of all registers, as edit_step; their cells are in register_change and homeroom_change. */
  register_step: { id: Generated<number>; class_id: string; register: string; period: string; user_id: string; kind: string; cells: number; made_at: string; state: 'done' | 'undone' | 'dropped' };
  record: { id: string; enrollment_id: string; current_version_id: string | null };
  record_version: RecordVersionTable;
  signature: SignatureTable;
  /** Gradebooks frozen to be signed, and their signatures; append-only. */
  gradebook_version: FrozenTable & { class_id: string; subject_id: string };
  gradebook_signature: SlotSignatureTable & { gradebook_version_id: string };
  /** Register of signers; append-only. `personal_id`: '' for the school. `facts`: JSON of CertificateFacts. */
  signer_certificate: { id: string; kind: 'person' | 'organisation'; holder_name: string; personal_id: string; digest: string; der: Uint8Array; facts: string; source: 'token' | 'file' | 'practice'; proposed_at: string; proposed_by: string };
  signer_event: { id: Generated<number>; signer_id: string; kind: 'approved' | 'refused' | 'revoked'; post: 'administrator' | 'principal' | null; alone: number; reason: string; from_day: string | null; made_at: string; user_id: string | null; user_name: string };
  /** Who heads the school by a decision; append-only. `until_day`: deputies only, included. */
  head_appointment: { id: string; kind: 'principal' | 'deputy'; name: string; personal_id: string; title: string; decision: string; from_day: string; until_day: string | null; recorded_at: string; recorded_by: string };
  head_appointment_end: { appointment_id: string; from_day: string; reason: string; made_at: string; made_by: string };
  signing_profile: { id: number; subject_teachers: number; gradebook_homeroom: number };
  /** `scope`, `reading`, `because` and items' `error`: JSON text (ports/signing-batch-repository.ts). */
  signing_batch: SigningBatchTable;
  signing_item: { batch_id: string; item_id: string; position: number; state: 'waiting' | 'signed' | 'skipped' | 'failed'; error: string | null };
  /** Certificates seen in a signature or registered; facts as JSON text. */
  certificate: { digest: string; der: Uint8Array; facts: string; first_seen_at: string; gateway_state: 'asked' | 'approved' | 'refused' | null; gateway_asked_at: string | null };
  transmission: TransmissionTable;
  transmission_record: { transmission_id: string; record_version_id: string; accepted: number | null; error_code: string; field_title: string; description: string };
  export_log: { id: string; class_id: string | null; scope: 'class' | 'year' | 'pupil'; title: string; file_name: string; path: string; bytes: number; records: number; digest: string; written_at: string; written_by: string; audit_head: string; verdict: string };
  /** Keys of this database for hand-off packages (one row); DER. */
  hand_off_identity: { id: number; private_key: Uint8Array; public_key: Uint8Array; created_at: string };
  /** `return_key`: private key for what comes back; null once the package was cancelled. `path`: where it was written to. */
  hand_off_package: HandOffPackageTable;
  /** `region`: '' where the role signs once in a record. `base_digest`: SHA-256 of the record as it was handed out. `error`: JSON of why a signature was refused. */
  /** `item_id`: as batches name it. */
  hand_off_item: { package_id: string; item_id: string; position: number; uuid: string; base_digest: string; state: 'waiting' | 'taken' | 'refused'; error: string | null };
  /** Files that came back. `finished_at` null: the program was stopped while taking it. */
  hand_off_return: { id: string; package_id: string; digest: string; signer: string; started_at: string; started_by: string; batch_id: string; finished_at: string | null };
  user_account: { id: string; user_name: string; display_name: string; roles: string; teacher_id: string | null; active: number; password_hash: string; created_at: string };
  /** Failed sign-ins since the last good one, per user name. */
  sign_in_failure: { user_name: string; failures: number; last_at: string };
  token_module: { id: string; name: string; path: string };
  /** The gateway's profile as JSON text (one row). The password is kept apart so that the profile can be shown. */
  gateway_profile: { id: number; profile: string; password: string | null };
  /** JSON text of TrustSettings (one row). */
  trust_settings: { id: number; settings: string };
  trusted_certificate: { digest: string; kind: 'root' | 'intermediate'; der: Uint8Array; added_at: string; added_by: string; removed_at: string | null; removed_by: string | null; removal_reason: string | null };
  /** Revocation lists by their issuer, OCSP responses by the certificate; the newest of each. */
  revocation_evidence: { kind: 'crl' | 'ocsp'; key: string; der: Uint8Array; this_update: string; next_update: string | null; source: 'network' | 'file'; stored_at: string };
  /** Append-only. `imprint`: SHA-256 of the canonical ds:SignatureValue that the token is over. */
  signature_timestamp: { imprint: string; time: string; token: Uint8Array; authority: string; added_at: string; added_by: string };
  import_batch: { id: string; file_name: string; applied_at: string; applied_by: string; added: number; changed: number; undone_at: string | null };
  /** What an import did, so that it can be taken back whole: the values before and after as JSON text, null where the row did not exist. */
  import_change: { batch_id: string; order_index: number; entity: 'pupil' | 'enrollment' | 'class'; entity_id: string; before: string | null; after: string | null };
  /** What was done as one act that can be taken back; `subject`: JSON of what the list says about it. `histories`: JSON of how far each history of changes went then. */
  bulk_action: { id: Generated<number>; kind: string; subject: string; made_at: string; made_by: string; histories: string; undone_at: string | null; undone_by: string | null };
  bulk_change: { action_id: number; order_index: number; entity: string; entity_id: string; before: string | null; after: string | null };
  /** Class changes, arrivals, departures. `class_id` and `position`: the class joined, left or left behind, and the place in its list. */
  pupil_move: { id: string; enrollment_id: string; kind: 'joined' | 'left' | 'returned' | 'changed-class'; moved_on: string; class_id: string; position: number; other_school: string; decision: string; reason: string };
  /** A semester's results as the old school gave them (tenths, Đ/CĐ, primary level). */
  transferred_result: { enrollment_id: string; subject_id: string; semester: number; score: number | null; pass: 'Đ' | 'CĐ' | null; level: 'T' | 'H' | 'C' | null };
  transferred_semester: { enrollment_id: string; semester: number; school: string; conduct: string | null; excused: number | null; unexcused: number | null };
  /** Years at other schools or under older circulars, as text. */
  historic_result: { pupil_id: string; school_year: string; class_name: string; school: string; entered_on: string; circular: string; learning: string; conduct: string; outcome: string; title: string };
  /** What the principal confirmed at the year's end; `basis`: JSON of the results it rests on. */
  final_decision: { enrollment_id: string; decision: 'PROMOTED' | 'RETAINED'; basis: string; decided_on: string; decided_by: string };
  signature_image: { id: Generated<number>; kind: 'person' | 'organisation'; owner: string; png: Uint8Array | null; digest: string; width: number; height: number; millimetres: number; added_at: string; added_by: string };
  /** Signatures of records' PDFs; `update_bytes`: what each added to the file, deflated (the first: the whole file). Append-only. */
  record_pdf: { record_version_id: string; role: 'principal' | 'school'; order_index: number; update_bytes: Uint8Array; /** What a timestamp is over; null: of a program before schema 16. */ signature_value: Uint8Array | null; document_digest: string; certificate_digest: string; signer: string; signed_at: string };
  /** Warnings of the data rules let pass; revoked once at most. */
  quality_waiver: { id: string; finding_key: string; code: string; class_id: string | null; reason: string; made_at: string; made_by: string; revoked_at: string | null; revoked_by: string | null };
  /** Rules of a province with the signature over `content`; taken out once at most. */
  added_rules: { id: string; content: string; digest: string; signature: Uint8Array; certificate: Uint8Array; signer: string; added_at: string; added_by: string; removed_at: string | null; removed_by: string | null };
  audit_log: AuditTable;
};

type SchoolTable = {
  id: number;
  code: string;
  name: string;
  programme: Generated<'general' | 'continuing'>;
  /** JSON array of the levels taught. */
  levels: string;
  department_code: string;
  department_name: string;
  province_name: string;
  commune_name: string;
  principal_name: string;
  principal_personal_id: string;
  principal_title: string;
  issue_place: string;
  homeroom_signature: number;
  idle_minutes: number;
  training: number;
  created_at: string;
};

type PupilTable = {
  id: string;
  ministry_code: string;
  personal_id: string;
  registry_number: string;
  full_name: string;
  birth_date: string;
  sex: 'male' | 'female';
  ethnicity: string;
  nationality: string;
  birth_place: string;
  home_town: string;
  address: string;
  father_name: string;
  mother_name: string;
  guardian_name: string;
};

/** One cell of a gradebook as it stands. `state` entered: score (tenths), pass or comment holds the value. */
type MarkTable = {
  enrollment_id: string;
  subject_id: string;
  semester: number;
  /** A name of the contract's markColumn. */
  column_name: string;
  state: 'entered' | 'excused' | 'absent';
  score: number | null;
  pass: 'Đ' | 'CĐ' | null;
  comment: string | null;
  /** Primary subjects (TT 27/2020 Art. 7). */
  level: 'T' | 'H' | 'C' | null;
  /** How often it was changed after the first entry. */
  changes: number;
};

/** What a lock is about; null: all of them. */
type ScopeColumns = { class_id: string | null; subject_id: string | null; semester: number | null; column_name: string | null };

type ChangeTable = {
  id: Generated<number>;
  enrollment_id: string;
  before: string;
  after: string;
  reason: string | null;
  changed_at: string;
  user_id: string;
};

type HomeroomTable = {
  enrollment_id: string;
  conduct1: string | null;
  conduct2: string | null;
  excused1: number | null;
  unexcused1: number | null;
  excused2: number | null;
  unexcused2: number | null;
  height: number | null;
  weight: number | null;
  comment: string | null;
  summer_conduct: string | null;
  commendation: string | null;
  nominated: number | null;
  outstanding: string | null;
  support_decision: 'PROMOTED' | 'RETAINED' | null;
};

/**
 * Frozen bytes: `data` is the document's XML before any signature and never changes (a trigger refuses it). `source_digest`: SHA-256 of the canonical JSON
 * of what it was made from, without uuid and time; when the office's data give another digest the document is outdated.
 */
type FrozenTable = { id: string; version: number; uuid: string; format_id: string; source: string; source_digest: string; data: Uint8Array; created_at: string; created_by: string };

/** `accepted`: the gateway's answer: null not sent, 1 accepted, 0 refused. */
type RecordVersionTable = FrozenTable & { record_id: string; accepted: number | null };

/** One signature: the slot's text as it stands in the document, and the SHA-256 of the document with it and all earlier ones. Append-only. */
type SlotSignatureTable = {
  role: 'subjectTeacher' | 'homeroomTeacher' | 'principal' | 'school';
  order_index: number;
  fragment: string;
  document_digest: string;
  certificate_digest: string;
  signer: string;
  signed_at: string;
  batch_id: string;
};

/** `region`: Id of the subject's region that a subject teacher signed, else ''. */
type SignatureTable = SlotSignatureTable & { record_version_id: string; region: string };

type HandOffPackageTable = {
  id: string;
  kind: 'record' | 'gradebook';
  /** JSON list. */
  class_ids: string;
  role: string;
  signer: string;
  signer_personal_id: string | null;
  lock: 'passphrase' | 'certificate';
  created_at: string;
  created_by: string;
  expires_at: string;
  path: string;
  bytes: number;
  digest: string;
  manifest_digest: string;
  audit_head: string;
  return_key: Uint8Array | null;
  cancelled_at: string | null;
};

type TransmissionTable = {
  id: string;
  class_id: string | null;
  message_id: string;
  state: 'preparing' | 'sent' | 'answered' | 'failed';
  started_at: string;
  answered_at: string | null;
  message: string | null;
  bytes: number;
  document: Uint8Array;
};

/** Hash-chained: hash = SHA-256(previous hash ‖ canonical JSON of the entry). Triggers refuse UPDATE and DELETE. */
type AuditTable = {
  sequence: Generated<number>;
  at: string;
  user_id: string | null;
  user_name: string;
  action: string;
  detail: string;
  previous_hash: string;
  hash: string;
};

type SigningBatchTable = {
  id: string;
  kind: 'record' | 'gradebook' | 'pdf';
  role: string;
  scope: string;
  certificate_digest: string;
  token_serial: string;
  reading: string;
  started_at: string;
  finished_at: string | null;
  user_id: string | null;
  started_by: string;
  audit_head: string;
  state: 'running' | 'paused' | 'done' | 'failed' | 'cancelled';
  because: string | null;
  busy: number;
};
