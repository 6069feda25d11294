import type { FindingTexts } from './finding-codes.ts';

const vietnameseStampReasons: ReadonlyMap<string, string> = new Map([
  ['authority', 'chưa biết nơi cấp dấu thời gian'],
  ['practice', 'dấu thời gian luyện tập'],
  ['revocation', 'chưa biết chứng thư của nơi cấp dấu thời gian có bị thu hồi hay không'],
  ['future', 'giờ ghi trong dấu muộn hơn giờ của máy này'],
  ['certificates', 'dấu kèm chứng thư không liên quan'],
  ['unreadable', 'không đọc được'],
  ['imprint', 'dấu thuộc về chữ ký khác hoặc chữ ký đã bị sửa'],
  ['signature', 'chữ ký của nơi cấp dấu thời gian sai'],
  ['purpose', 'chứng thư không dùng để cấp dấu thời gian'],
  ['validity', 'chứng thư của nơi cấp không có hiệu lực vào giờ đó'],
  ['path', 'chứng thư của nơi cấp không dẫn về gốc tin cậy một cách hợp lệ'],
  ['revoked', 'chứng thư của nơi cấp dấu thời gian đã bị thu hồi'],
]);

const englishStampReasons: ReadonlyMap<string, string> = new Map([
  ['authority', 'its authority is unknown'],
  ['practice', 'it is a practice timestamp'],
  ['revocation', "whether its authority's certificate is revoked is unknown"],
  ['future', "its time is later than this PC's"],
  ['certificates', 'it carries certificates that have nothing to do with it'],
  ['unreadable', 'it cannot be read'],
  ['imprint', 'it belongs to another signature, or the signature was altered'],
  ['signature', "its authority's signature is wrong"],
  ['purpose', 'the certificate is not meant for timestamps'],
  ['validity', "its authority's certificate was not in force then"],
  ['path', "its authority's certificate does not rightly lead to a trusted root"],
  ['revoked', "its authority's certificate had been revoked"],
]);

export const vietnameseFindings: FindingTexts = {
  'file-size': { failed: (v) => `Tệp lớn hơn mức cho phép (${v('limit')} byte) nên không được đọc.` },
  'file-kind': { 'not-established': () => 'Tệp này không phải học bạ XML, bản PDF của học bạ hay gói học bạ ASiC-E. Chương trình không kiểm tra được loại tệp này.' },
  'check-completed': { 'not-established': () => 'Việc kiểm tra dừng giữa chừng vì một lỗi của chương trình. Không có kết luận nào về tệp này; hãy gửi tệp cho bộ phận hỗ trợ.' },
  'xml-form': {
    established: () => 'Tệp là XML đúng cú pháp, mã hóa UTF-8, không có khai báo DOCTYPE.',
    failed: (v) =>
      ({
        doctype: 'Tệp có khai báo DOCTYPE hoặc ENTITY. Học bạ số không bao giờ có phần này; đây là cách hay dùng để tấn công.',
        encoding: 'Tệp không được mã hóa bằng UTF-8 như quy định.',
        crowded: 'Tệp có quá nhiều phần tử, không phải học bạ; tệp không được đọc để giữ an toàn cho máy này.',
      })[v('reason')] ?? 'Tệp không phải XML đúng cú pháp: tệp bị hỏng hoặc đã bị sửa.',
  },
  profile: {
    established: (v) => `Tệp đúng mẫu ${v('profile')} mà chương trình kiểm tra được.`,
    'not-established': (v) => `Tệp không theo mẫu mà chương trình kiểm tra được (${v('detail')}), nên không kết luận được tệp có giá trị hay không.`,
  },
  structure: {
    established: () => 'Mọi phần của tệp nằm đúng vị trí quy định, không có phần lạ.',
    failed: (v) => `Cấu trúc tệp sai quy định tại “${v('where')}”. Tệp đã bị sửa hoặc được ghép từ nơi khác.`,
  },
  'ids-unique': { failed: (v) => `Mã định danh “${v('id')}” xuất hiện hơn một lần, nên không rõ chữ ký bảo vệ phần nào. Đây là dấu hiệu giả mạo.` },
  'signature-present': { 'not-established': () => 'Tệp chưa có chữ ký số nào.' },
  'signing-order': {
    established: () => 'Các chữ ký đúng thứ tự: giáo viên, cán bộ quản lý, rồi nhà trường phát hành.',
    'not-established': () => 'Thời gian ghi trong các chữ ký không theo thứ tự ký quy định. Có thể đồng hồ của máy ký bị sai.',
    failed: () => 'Thứ tự ký sai quy định: nhà trường đã ký phát hành khi chưa có chữ ký của cán bộ quản lý.',
  },
  'teacher-signatures': {
    established: (v) => `Giáo viên bộ môn đã ký ${v('signed')} trên ${v('total')} môn, mỗi người phần môn mình.`,
    failed: (v) => `Phần “${v('region')}” có hai chữ ký của giáo viên bộ môn, trong khi mỗi môn chỉ có một.`,
  },
  issued: {
    established: () => 'Học bạ đã được phát hành: có chữ ký của cán bộ quản lý và của nhà trường.',
    'not-established': (v) => `Học bạ chưa được phát hành: còn thiếu chữ ký của ${missingVi(v('missing'))}.`,
  },
  'book-signed': {
    established: () => 'Sổ theo dõi và đánh giá đã có chữ ký của cán bộ quản lý và của nhà trường.',
    'not-established': (v) => `Sổ theo dõi và đánh giá chưa đủ chữ ký: còn thiếu chữ ký của ${missingVi(v('missing'))}.`,
  },
  'exact-form': {
    established: () => 'Tệp còn nguyên từng byte như khi được ký.',
    'not-established': () => 'Phần được ký không thay đổi, nhưng tệp không được ghi đúng như cách chương trình ghi khi phát hành (khoảng trắng, chú thích, cách viết, cách nén…). Hãy xin lại tệp gốc.',
  },
  'real-record': { 'not-established': () => 'Dữ liệu trong học bạ mang dấu LUYỆN TẬP: đây không phải học bạ thật.' },
  'pdf-coverage': { established: () => 'Chữ ký bảo vệ toàn bộ tệp PDF; sau khi ký không có gì được thêm vào ngoài các chữ ký.' },
  'pdf-record': {
    established: (v) => `Đây là bản PDF của học bạ có mã tra cứu ${v('uuid')}.`,
    'not-established': (v) => `Trong gói không có học bạ XML nào mang mã tra cứu ${v('uuid')} để đối chiếu với bản PDF này.`,
    failed: (v) => `Bản PDF này không khớp với học bạ XML cùng mã tra cứu ${v('uuid')} trong gói: dữ liệu của hai tệp khác nhau.`,
  },
  algorithms: {
    established: (v) => `Thuật toán ký được chấp nhận: ${v('algorithm')}.`,
    'not-established': (v) => `Chữ ký dùng thuật toán không được chấp nhận: ${v('algorithm')}.`,
  },
  references: {
    established: (v) => `Chữ ký bảo vệ đúng phần quy định: ${v('covers')}.`,
    'not-established': (v) => `Chữ ký tham chiếu theo cách mà chương trình không hỗ trợ (${v('detail')}).`,
    failed: (v) => `Chữ ký không bảo vệ đúng phần quy định (${v('detail')}). Không được tin nội dung của tệp.`,
  },
  integrity: {
    established: () => 'Nội dung không bị thay đổi kể từ khi ký.',
    failed: (v) => `Nội dung đã bị thay đổi sau khi ký (${v('uri')}).`,
  },
  'signature-value': {
    established: () => 'Chữ ký được tạo bằng đúng khóa của chứng thư số đi kèm.',
    failed: () => 'Chữ ký không khớp với chứng thư số đi kèm: chữ ký giả hoặc đã bị sửa.',
  },
  'certificate-readable': { failed: () => 'Không đọc được chứng thư số trong chữ ký.' },
  'certificate-binding': {
    established: () => 'Chứng thư số được chính chữ ký bảo vệ, không thể thay bằng chứng thư khác.',
    'not-established': () => 'Chứng thư số chỉ được gắn với chữ ký bằng thuật toán băm đã cũ (SHA-1).',
    failed: () => 'Chứng thư số đi kèm không phải chứng thư mà người ký đã ghi trong chữ ký.',
  },
  'subject-name': {
    established: () => 'Tên chủ chứng thư ghi trong chữ ký khớp với chứng thư số.',
    'not-established': () => 'Tên chủ chứng thư ghi cạnh chữ ký không khớp với chứng thư số.',
  },
  chain: {
    established: (v) => `Chứng thư số được cấp theo đường tin cậy tới “${v('root')}”.`,
    'not-established': (v) =>
      v('reason') === 'unknown-extension'
        ? `Chứng thư số do “${v('issuer')}” cấp có điều kiện sử dụng mà chương trình không hiểu.`
        : v('reason') === 'weak-authority'
          ? `Chứng thư số do “${v('issuer')}” cấp bằng khóa hoặc thuật toán đã quá yếu nên không còn chứng minh được gì.`
          : v('reason') === 'authority-later'
            ? `Chứng thư của nơi cấp (“${v('issuer')}”) có trong máy chỉ có hiệu lực từ sau thời điểm ký. Hãy thêm chứng thư trước đó của nơi cấp rồi kiểm tra lại.`
            : `Chưa xác định được nơi cấp chứng thư số (“${v('issuer')}”): trong máy không có chứng thư gốc tin cậy tương ứng.`,
    failed: (v) =>
      ({
        'not-an-authority': 'Chứng thư số được “cấp” bởi một chứng thư không có quyền cấp chứng thư.',
        'authority-expired': 'Chứng thư của nơi cấp không có hiệu lực vào thời điểm ký.',
      })[v('reason')] ?? `Chứng thư số ghi nơi cấp là “${v('issuer')}” nhưng không phải do nơi đó ký: chứng thư giả.`,
  },
  validity: {
    established: (v) => `Chứng thư số còn hiệu lực (đến ${v('notAfter')}).`,
    'not-established': (v) => `Chứng thư số đã hết hiệu lực từ ${v('notAfter')}. Không có dấu thời gian độc lập chứng minh chữ ký được tạo trước ngày đó.`,
    failed: (v) => `Theo thời gian ghi trong chữ ký, chứng thư số không có hiệu lực khi ký (hiệu lực từ ${v('notBefore')} đến ${v('notAfter')}).`,
  },
  'key-usage': {
    established: () => 'Chứng thư số được cấp để ký.',
    'not-established': () => 'Chứng thư số không ghi mục đích sử dụng khóa.',
    failed: () => 'Chứng thư số không được cấp để ký.',
  },
  'key-strength': {
    established: (v) => `Khóa ký đủ mạnh (${v('key')}).`,
    'not-established': (v) => `Khóa ký quá yếu hoặc thuộc loại không được dùng (${v('key')}). Yêu cầu: RSA từ 2048 bit, ECDSA từ 256 bit.`,
  },
  'signer-kind': {
    established: (v) => (v('kind') === 'organisation' ? 'Chữ ký bằng chứng thư của tổ chức, đúng quy định.' : 'Chữ ký bằng chứng thư của cá nhân, đúng quy định.'),
    'not-established': () => 'Không xác định được chứng thư là của cá nhân hay của tổ chức.',
    failed: (v) => (v('kind') === 'organisation' ? 'Chỗ này phải do cá nhân ký, nhưng chữ ký dùng chứng thư của tổ chức.' : 'Chỗ này phải do nhà trường (tổ chức) ký, nhưng chữ ký dùng chứng thư của cá nhân.'),
  },
  'signer-binding': {
    established: (v) =>
      ({
        'personal-id': 'Số định danh trong chứng thư khớp với người ký ghi trong học bạ.',
        name: 'Họ tên trong chứng thư khớp với người ký ghi trong học bạ (chứng thư không ghi số định danh).',
      })[v('basis')] ?? 'Tên tổ chức trong chứng thư khớp với tên trường ghi trong học bạ.',
    'not-established': (v) => (v('basis') === 'school' ? `Tên tổ chức trong chứng thư (“${v('holder')}”) không khớp với tên trường ghi trong học bạ.` : `Chưa xác định được chủ chứng thư (“${v('holder')}”) chính là người ký ghi trong học bạ.`),
    failed: (v) => `Số định danh trong chứng thư của “${v('holder')}” khác với số định danh của người ký ghi trong học bạ.`,
  },
  'signing-time': {
    established: (v) => `Thời gian ký theo đồng hồ của người ký: ${v('time')}.`,
    'not-established': (v) => (v('time') === '' ? 'Chữ ký không ghi thời gian ký đầy đủ (ngày, giờ, múi giờ).' : `Thời gian ký (${v('time')}) muộn hơn thời điểm kiểm tra. Có thể đồng hồ của máy ký hoặc máy này bị sai.`),
    failed: (v) => `Thời gian ký (${v('time')}) sớm hơn ngày chứng thư số bắt đầu có hiệu lực.`,
  },
  'signing-day': {
    established: () => 'Ngày ký ghi cạnh chữ ký khớp với thời gian ký được bảo vệ.',
    'not-established': () => 'Ngày ký ghi cạnh chữ ký (NGAY_KY) khác với thời gian ký được bảo vệ trong chữ ký.',
  },
  revocation: {
    established: (v) => `Chứng thư số không bị thu hồi, theo thông tin thu hồi ngày ${v('knownAt')}.`,
    'not-established': (v) => `Chứng thư số đã bị thu hồi ngày ${v('revokedAt')}. Không có dấu thời gian độc lập chứng minh chữ ký được tạo trước đó.`,
    failed: (v) => `Chứng thư số đã bị thu hồi từ ngày ${v('revokedAt')}, trước khi ký.`,
  },
  'revocation-not-checked': { 'not-established': () => 'Chưa kiểm tra được chứng thư số có bị thu hồi hay không (không có thông tin thu hồi còn hạn).' },
  'revocation-in-training': { 'not-established': () => 'Chứng thư luyện tập không có danh sách thu hồi; mục này không được kiểm tra.' },
  'real-certificate': { 'not-established': () => 'Chữ ký dùng chứng thư LUYỆN TẬP, không có giá trị pháp lý.' },
  timestamp: {
    established: (v) => `Dấu thời gian của ${v('authority')} chứng minh chữ ký đã có trước ${v('time')}.`,
    'not-established': (v) => `Chữ ký có dấu thời gian${v('time') === '' ? '' : ` ghi ${v('time')}`} nhưng chưa tin được: ${vietnameseStampReasons.get(v('reason')) ?? v('reason')}.`,
    failed: (v) => `Dấu thời gian kèm chữ ký không đúng: ${vietnameseStampReasons.get(v('reason')) ?? v('reason')}.`,
  },
  'revocation-values': { 'not-established': () => 'Chữ ký kèm dữ liệu thu hồi không nói về chứng thư nào của chữ ký này.' },
  'timestamp-not-checked': { 'not-established': () => 'Chữ ký kèm dấu thời gian hoặc dữ liệu bổ sung mà chương trình chưa kiểm tra.' },
  'container-form': {
    established: () => 'Gói tệp đúng dạng ASiC-E.',
    'not-established': (v) => `Gói tệp có điểm khác với dạng ASiC-E mà chương trình tạo ra (${v('detail')}).`,
    failed: (v) => `Gói tệp không phải ASiC-E đúng quy định (${v('detail')}).`,
  },
  'container-limits': { failed: (v) => `Gói tệp vượt giới hạn an toàn (${v('detail')}) nên không được mở.` },
  'container-manifest': {
    established: () => 'Danh mục trong gói khớp với các tệp có trong gói.',
    failed: (v) => `Danh mục trong gói không khớp với các tệp có trong gói (${v('file')}).`,
  },
  'container-coverage': {
    established: (v) => `Chữ ký niêm phong bảo vệ tất cả ${v('count')} tệp trong gói.`,
    failed: (v) => `Tệp “${v('file')}” trong gói không được chữ ký nào bảo vệ hoặc đã bị lấy đi.`,
  },
  'container-records': {
    established: (v) => `Cả ${v('count')} học bạ trong gói đều đã được kiểm tra.`,
    'not-established': (v) => (v('count') === '0' ? 'Trong gói không có học bạ nào.' : `Có ${v('count')} tệp trong gói chưa xác định được hoặc không phải học bạ đã phát hành.`),
    failed: (v) => `Có ${v('count')} học bạ trong gói KHÔNG HỢP LỆ.`,
  },
  'bundle-contents': {
    established: (v) => `Gói có đủ ${v('count')} học bạ như bản kê niêm phong trong gói.`,
    'not-established': (v) => `Bản kê trong gói ghi ${v('listed')} học bạ, nhưng trong gói có ${v('count')}.`,
  },
  'seal-school': {
    established: () => 'Đơn vị niêm phong gói là trường đã phát hành các học bạ trong gói.',
    'not-established': (v) => `Đơn vị niêm phong gói (“${v('holder')}”) không phải trường ghi trong học bạ.`,
  },
  'sealed-file': {
    established: () => 'Tệp được bảo vệ bởi chữ ký niêm phong của gói; bản thân tệp không có chữ ký riêng.',
    'not-established': () => 'Tệp không được chữ ký niêm phong nào của gói bảo vệ.',
  },
};

export const englishFindings: FindingTexts = {
  'file-size': { failed: (v) => `The file is larger than allowed (${v('limit')} bytes) and was not read.` },
  'file-kind': { 'not-established': () => 'This is neither a record XML nor an ASiC-E bundle. The program cannot check this kind of file.' },
  'check-completed': { 'not-established': () => 'The check stopped half-way because of an error of the program. Nothing is concluded about this file; please send it to support.' },
  'xml-form': {
    established: () => 'The file is well-formed XML in UTF-8 without a DOCTYPE.',
    failed: (v) =>
      ({
        doctype: 'The file declares a DOCTYPE or ENTITY. A digital record never does; it is a common means of attack.',
        encoding: 'The file is not encoded in UTF-8 as required.',
        crowded: 'The file has far too many elements for a record; it was not read, to keep this PC safe.',
      })[v('reason')] ?? 'The file is not well-formed XML: it is damaged or was altered.',
  },
  profile: {
    established: (v) => `The file follows the format ${v('profile')}, which the program can check.`,
    'not-established': (v) => `The file does not follow a format that the program can check (${v('detail')}), so nothing is concluded about what it is worth.`,
  },
  structure: {
    established: () => 'Every part of the file is where it belongs, and there are no foreign parts.',
    failed: (v) => `The structure of the file is wrong at “${v('where')}”. It was altered or put together from elsewhere.`,
  },
  'ids-unique': { failed: (v) => `The identifier “${v('id')}” occurs more than once, so it is unclear what the signature covers. This is a sign of forgery.` },
  'signature-present': { 'not-established': () => 'The file has no digital signature yet.' },
  'signing-order': {
    established: () => 'The signatures are in order: teachers, principal, then the school that issues.',
    'not-established': () => 'The times in the signatures are not in the order of signing. The clock of a signing computer may be wrong.',
    failed: () => 'The order of signing is wrong: the school issued without the signature of the principal.',
  },
  'teacher-signatures': {
    established: (v) => `Subject teachers signed ${v('signed')} of ${v('total')} subjects, each their own.`,
    failed: (v) => `The part “${v('region')}” has two signatures of subject teachers, where a subject has one.`,
  },
  issued: {
    established: () => 'The record is issued: the principal and the school have signed.',
    'not-established': (v) => `The record is not issued yet: the signature of ${missingEn(v('missing'))} is missing.`,
  },
  'book-signed': {
    established: () => 'The gradebook is signed by the principal and by the school.',
    'not-established': (v) => `The gradebook is not fully signed: the signature of ${missingEn(v('missing'))} is missing.`,
  },
  'exact-form': {
    established: () => 'The file is byte for byte as it was signed.',
    'not-established': () => 'What was signed is unchanged, but the file is not written as the program writes it when it issues (blanks, comments, spelling, compression). Ask for the original file.',
  },
  'real-record': { 'not-established': () => 'The data of the record is marked LUYỆN TẬP (training): this is not a real record.' },
  'pdf-coverage': { established: () => 'The signatures cover the whole PDF; after signing, nothing was added to it but signatures.' },
  'pdf-record': {
    established: (v) => `This is the PDF of the record with the lookup code ${v('uuid')}.`,
    'not-established': (v) => `No record XML of the bundle has the lookup code ${v('uuid')}, so this PDF could not be compared with it.`,
    failed: (v) => `This PDF does not belong to the record XML with the lookup code ${v('uuid')} in the bundle: their data differ.`,
  },
  algorithms: {
    established: (v) => `The signature algorithm is accepted: ${v('algorithm')}.`,
    'not-established': (v) => `The signature uses an algorithm that is not accepted: ${v('algorithm')}.`,
  },
  references: {
    established: (v) => `The signature covers what it has to: ${v('covers')}.`,
    'not-established': (v) => `The signature refers to what it covers in a way that the program does not support (${v('detail')}).`,
    failed: (v) => `The signature does not cover what it has to (${v('detail')}). Do not trust the content of this file.`,
  },
  integrity: {
    established: () => 'The content has not changed since it was signed.',
    failed: (v) => `The content was changed after it was signed (${v('uri')}).`,
  },
  'signature-value': {
    established: () => 'The signature was made with the key of the enclosed certificate.',
    failed: () => 'The signature does not belong to the enclosed certificate: it is forged or was altered.',
  },
  'certificate-readable': { failed: () => 'The certificate in the signature cannot be read.' },
  'certificate-binding': {
    established: () => 'The certificate is protected by the signature itself and cannot be exchanged.',
    'not-established': () => 'The certificate is bound to the signature by an outdated hash only (SHA-1).',
    failed: () => 'The enclosed certificate is not the one that the signer named in the signature.',
  },
  'subject-name': {
    established: () => 'The name beside the signature is that of the certificate.',
    'not-established': () => 'The name beside the signature is not that of the certificate.',
  },
  chain: {
    established: (v) => `The certificate was issued along a trusted path up to “${v('root')}”.`,
    'not-established': (v) =>
      v('reason') === 'unknown-extension'
        ? `The certificate issued by “${v('issuer')}” carries a condition of use that the program does not understand.`
        : v('reason') === 'weak-authority'
          ? `“${v('issuer')}” issued the certificate with a key or an algorithm that is too weak to prove anything any more.`
          : v('reason') === 'authority-later'
            ? `The certificate of the issuer (“${v('issuer')}”) that this computer has is in force only since after the signing. Add the issuer's former certificate and check again.`
            : `The issuer of the certificate (“${v('issuer')}”) could not be established: this computer has no trusted root for it.`,
    failed: (v) =>
      ({
        'not-an-authority': 'The certificate was “issued” by one that may not issue certificates.',
        'authority-expired': 'The certificate of the issuer was not in force at the time of signing.',
      })[v('reason')] ?? `The certificate names “${v('issuer')}” as its issuer but was not signed by it: it is forged.`,
  },
  validity: {
    established: (v) => `The certificate is in force (until ${v('notAfter')}).`,
    'not-established': (v) => `The certificate expired on ${v('notAfter')}. No independent timestamp proves that the signature was made before.`,
    failed: (v) => `By the time in the signature, the certificate was not in force when signing (${v('notBefore')} to ${v('notAfter')}).`,
  },
  'key-usage': {
    established: () => 'The certificate is meant for signing.',
    'not-established': () => 'The certificate does not say what its key may be used for.',
    failed: () => 'The certificate is not meant for signing.',
  },
  'key-strength': {
    established: (v) => `The key is strong enough (${v('key')}).`,
    'not-established': (v) => `The key is too weak or of a kind that may not be used (${v('key')}). Needed: RSA of 2048 bits or ECDSA of 256 bits at least.`,
  },
  'signer-kind': {
    established: (v) => (v('kind') === 'organisation' ? 'Signed with the certificate of an organisation, as required.' : 'Signed with the certificate of a person, as required.'),
    'not-established': () => 'Whether the certificate is that of a person or of an organisation could not be established.',
    failed: (v) => (v('kind') === 'organisation' ? 'A person has to sign here, but the certificate is that of an organisation.' : 'The school (organisation) has to sign here, but the certificate is that of a person.'),
  },
  'signer-binding': {
    established: (v) =>
      ({
        'personal-id': 'The personal ID number in the certificate is that of the signer named in the record.',
        name: 'The name in the certificate is that of the signer named in the record (the certificate has no ID number).',
      })[v('basis')] ?? 'The organisation in the certificate is the school named in the record.',
    'not-established': (v) => (v('basis') === 'school' ? `The organisation in the certificate (“${v('holder')}”) is not the school named in the record.` : `That the holder of the certificate (“${v('holder')}”) is the signer named in the record could not be established.`),
    failed: (v) => `The personal ID number in the certificate of “${v('holder')}” is not that of the signer named in the record.`,
  },
  'signing-time': {
    established: (v) => `Time of signing by the signer's own clock: ${v('time')}.`,
    'not-established': (v) => (v('time') === '' ? 'The signature has no complete time of signing (date, time, time zone).' : `The time of signing (${v('time')}) is later than the time of this check. A clock may be wrong.`),
    failed: (v) => `The time of signing (${v('time')}) is before the certificate came into force.`,
  },
  'signing-day': {
    established: () => 'The day written beside the signature is the protected time of signing.',
    'not-established': () => 'The day written beside the signature (NGAY_KY) differs from the protected time of signing.',
  },
  revocation: {
    established: (v) => `The certificate is not revoked, by what was known on ${v('knownAt')}.`,
    'not-established': (v) => `The certificate was revoked on ${v('revokedAt')}. No independent timestamp proves that the signature was made before.`,
    failed: (v) => `The certificate had been revoked on ${v('revokedAt')}, before signing.`,
  },
  'revocation-not-checked': { 'not-established': () => 'Whether the certificate is revoked could not be checked (no revocation data are in force).' },
  'revocation-in-training': { 'not-established': () => 'Training certificates have no revocation list; this was not checked.' },
  'real-certificate': { 'not-established': () => 'Signed with a LUYỆN TẬP (training) certificate, which has no legal value.' },
  timestamp: {
    established: (v) => `The timestamp of ${v('authority')} proves that the signature existed before ${v('time')}.`,
    'not-established': (v) => `The signature has a timestamp${v('time') === '' ? '' : ` of ${v('time')}`} that is not trusted: ${englishStampReasons.get(v('reason')) ?? v('reason')}.`,
    failed: (v) => `The timestamp of the signature is wrong: ${englishStampReasons.get(v('reason')) ?? v('reason')}.`,
  },
  'revocation-values': { 'not-established': () => 'The signature carries revocation data about none of its certificates.' },
  'timestamp-not-checked': { 'not-established': () => 'The signature carries timestamps or other additions that the program does not check yet.' },
  'container-form': {
    established: () => 'The bundle is a proper ASiC-E container.',
    'not-established': (v) => `The bundle differs from the ASiC-E containers that the program makes (${v('detail')}).`,
    failed: (v) => `The bundle is not a proper ASiC-E container (${v('detail')}).`,
  },
  'container-limits': { failed: (v) => `The bundle exceeds the limits of safety (${v('detail')}) and was not opened.` },
  'container-manifest': {
    established: () => 'The manifest of the bundle lists the files that are in it.',
    failed: (v) => `The manifest of the bundle does not list the files that are in it (${v('file')}).`,
  },
  'container-coverage': {
    established: (v) => `The seal covers all ${v('count')} files of the bundle.`,
    failed: (v) => `The file “${v('file')}” of the bundle is covered by no signature or was taken away.`,
  },
  'container-records': {
    established: (v) => `All ${v('count')} records of the bundle were checked.`,
    'not-established': (v) => (v('count') === '0' ? 'There is no record in the bundle.' : `In the bundle, ${v('count')} files could not be established or are not issued records.`),
    failed: (v) => `In the bundle, ${v('count')} records are INVALID.`,
  },
  'bundle-contents': {
    established: (v) => `The bundle holds all ${v('count')} records of its sealed list.`,
    'not-established': (v) => `The list in the bundle says ${v('listed')} records; there are ${v('count')}.`,
  },
  'seal-school': {
    established: () => 'The bundle is sealed by the school that issued the records in it.',
    'not-established': (v) => `The bundle is sealed by “${v('holder')}”, which is not the school named in the records.`,
  },
  'sealed-file': {
    established: () => 'The file is protected by the seal of the bundle; it has no signature of its own.',
    'not-established': () => 'The file is protected by no seal of the bundle.',
  },
};

function missingVi(missing: string): string {
  return { principal: 'cán bộ quản lý', school: 'nhà trường', both: 'cán bộ quản lý và của nhà trường' }[missing] ?? missing;
}

function missingEn(missing: string): string {
  return { principal: 'the principal', school: 'the school', both: 'the principal and of the school' }[missing] ?? missing;
}
