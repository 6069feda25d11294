import { defineTexts } from './texts.ts';

/** What is said of any kind of document that batches sign. */
const vietnamese = (noun: string) => ({
  ready: (count: number) => `${count} ${noun} sẵn sàng ký`,
  nothingReady: `Chưa có ${noun} nào để ký ở vai này.`,
  sign: (count: number, where: string, role: string) => `Ký ${count} ${noun} ${where} với tư cách ${role.toLowerCase()}`,
  signRest: (count: number) => `Ký phần còn lại (${count} ${noun})`,
  willSign: (count: number) => `Sẽ ký ${count} ${noun}.`,
  sample: (count: number) => `Đọc ${count} ${noun} chọn ngẫu nhiên`,
  none: `Ký tất cả, không đọc từng ${noun}`,
  confirmAll: (count: number) => `Tôi đã đọc cả ${count} ${noun} và đồng ý ký.`,
  confirmSample: (count: number) => `Tôi đã đọc ${count} ${noun} trên và đồng ý ký tất cả.`,
  confirmNone: (count: number) => `Tôi biết mình ký ${count} ${noun} mà không đọc từng bản, và chịu trách nhiệm về việc đó.`,
  reissuedTitle: (count: number) => `Những gì khác với bản bạn đã ký (${count} ${noun})`,
  nothingElse: 'Không có gì khác ngoài mã tra cứu và thời điểm lập.',
  toRead: `Những ${noun} để đọc`,
  resume: (count: number) => `Ký tiếp ${count} ${noun} còn lại`,
  endText: (signed: number, waiting: number) => `${signed} chữ ký đã có được giữ nguyên. ${waiting} ${noun} còn lại chưa ký; có thể ký ở một đợt mới.`,
  signedOf: (signed: number, total: number) => `Đã ký ${signed}/${total} ${noun}.`,
  stopped: `Đợt ký dừng trước khi đến ${noun} này.`,
  everyOne: (count: number) => `Kết quả của từng ${noun} (${count})`,
});

const english = (one: string, many: string): ReturnType<typeof vietnamese> => {
  const counted = (count: number) => `${count} ${count === 1 ? one : many}`;
  return {
    ready: (count) => `${counted(count)} ready`,
    nothingReady: `No ${one} to sign in this role now.`,
    sign: (count, where, role) => `Sign ${counted(count)} ${where} as ${role.toLowerCase()}`,
    signRest: (count) => `Sign the rest (${counted(count)})`,
    willSign: (count) => `${counted(count)} will be signed.`,
    sample: (count) => `Read ${counted(count)} drawn by lot`,
    none: `Sign all without reading each ${one}`,
    confirmAll: (count) => `I have read ${count === 1 ? `the ${one}` : `all ${counted(count)}`} and agree to sign.`,
    confirmSample: (count) => `I have read the ${counted(count)} above and agree to sign all.`,
    confirmNone: (count) => `I know that I sign ${counted(count)} without reading each, and answer for it.`,
    reissuedTitle: (count) => `What is different from what you signed (${counted(count)})`,
    nothingElse: 'Nothing but its number and the moment it was made.',
    toRead: `The ${many} to read`,
    resume: (count) => `Sign the ${counted(count)} that ${count === 1 ? 'is' : 'are'} left`,
    endText: (signed, waiting) => `${signed} ${signed === 1 ? 'signature is' : 'signatures are'} kept. ${counted(waiting)} left unsigned; another batch can sign what is left.`,
    signedOf: (signed, total) => `${signed} of ${counted(total)} signed.`,
    stopped: `The batch ended before this ${one}.`,
    everyOne: (count) => `Result of each ${one} (${count})`,
  };
};

/** The kinds of documents that batches sign, each in its own words; beside core/text/signing.ts, which speaks of no kind. Keys: the scopes of a batch. */
export const signingDocumentTexts = defineTexts(
  {
    records: {
      ...vietnamese('học bạ'),
      outdated: (count: number) => `${count} đã cũ so với dữ liệu, phải lập lại`,
      missing: (count: number) => `${count} học sinh chưa có học bạ`,
      summary: (fresh: number, again: number) => `${fresh} học bạ mới, ${again} học bạ được lập lại sau khi bạn đã ký.`,
      column: 'Học sinh',
      reissued: 'Lập lại',
    },
    gradebooks: {
      ...vietnamese('sổ'),
      outdated: (count: number) => `${count} đã cũ so với điểm hiện nay, phải chốt lại`,
      missing: (count: number) => `${count} môn chưa chốt sổ`,
      summary: (fresh: number, again: number) => `${fresh} sổ mới, ${again} sổ được chốt lại sau khi bạn đã ký.`,
      column: 'Môn học',
      reissued: 'Chốt lại',
    },
    pdfs: {
      ...vietnamese('bản PDF'),
      outdated: (count: number) => `${count} đã cũ so với dữ liệu, phải lập lại`,
      missing: (count: number) => `${count} học sinh chưa có bản PDF`,
      summary: (fresh: number, again: number) => `${fresh} bản PDF mới, ${again} bản PDF được lập lại sau khi bạn đã ký.`,
      column: 'Học sinh',
      reissued: 'Lập lại',
    },
    next: {
      records: {
        subjectTeacher: 'Tiếp theo: khi mọi giáo viên bộ môn đã ký, giáo viên chủ nhiệm hoặc hiệu trưởng ký.',
        homeroomTeacher: 'Tiếp theo: hiệu trưởng đăng nhập và ký.',
        principal: 'Tiếp theo: văn thư ký phát hành bằng con dấu số của trường.',
        school: 'Học bạ đã phát hành. Tiếp theo: gửi lên cổng tiếp nhận hoặc xuất ra USB.',
      },
      gradebooks: {
        subjectTeacher: 'Tiếp theo: giáo viên chủ nhiệm ký nếu trường yêu cầu, rồi hiệu trưởng.',
        homeroomTeacher: 'Tiếp theo: hiệu trưởng đăng nhập và ký.',
        principal: 'Tiếp theo: văn thư ký bằng con dấu số của trường.',
        school: 'Sổ đã có đủ chữ ký. Có thể lưu tệp XML của từng sổ ở danh sách bên dưới.',
      },
    },
  },
  {
    records: {
      ...english('record', 'records'),
      outdated: (count) => `${count} outdated, to be made anew`,
      missing: (count) => `${count === 1 ? '1 pupil' : `${count} pupils`} without a record`,
      summary: (fresh, again) => `${fresh} new, ${again} issued anew after you had signed.`,
      column: 'Pupil',
      reissued: 'Issued anew',
    },
    gradebooks: {
      ...english('gradebook', 'gradebooks'),
      outdated: (count) => `${count} outdated, to be closed anew`,
      missing: (count) => `${count === 1 ? '1 subject' : `${count} subjects`} not closed yet`,
      summary: (fresh, again) => `${fresh} new, ${again} closed anew after you had signed.`,
      column: 'Subject',
      reissued: 'Closed anew',
    },
    pdfs: {
      ...english('PDF', 'PDFs'),
      outdated: (count) => `${count} outdated, to be made anew`,
      missing: (count) => `${count === 1 ? '1 pupil' : `${count} pupils`} without a PDF`,
      summary: (fresh, again) => `${fresh} new, ${again} issued anew after you had signed.`,
      column: 'Pupil',
      reissued: 'Issued anew',
    },
    next: {
      records: {
        subjectTeacher: 'Next: when all subject teachers have signed, the homeroom teacher or the principal signs.',
        homeroomTeacher: 'Next: the principal signs in and signs.',
        principal: "Next: the clerk issues them with the school's seal.",
        school: 'The records are issued. Next: send them to the gateway or export them.',
      },
      gradebooks: {
        subjectTeacher: 'Next: the homeroom teacher, where the school asks it, then the principal.',
        homeroomTeacher: 'Next: the principal signs in and signs.',
        principal: "Next: the clerk signs with the school's seal.",
        school: 'The gradebooks have all their signatures. The XML of each can be saved from the list below.',
      },
    },
  },
);
