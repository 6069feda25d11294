import type { ContentSection } from 'pdfmake/interfaces.js';
import type { BookFrame } from '#main/office/ports/books.ts';
import { bookTitle } from './cover-page.ts';
import { portrait, section } from './paper.ts';

/** How the book is kept, as the form itself says it (TT 22/2021 annex), in the words of the programme. */
export function instructionsPage(frame: BookFrame, book: 'class' | 'subject'): ContentSection {
  const paragraphs = book === 'class' ? classInstructions(frame) : subjectInstructions(frame);
  return section(portrait, [
    { text: `HƯỚNG DẪN SỬ DỤNG\n${bookTitle(frame)}\n${book === 'class' ? '(THEO LỚP HỌC)' : '(CỦA GIÁO VIÊN)'}`, bold: true, fontSize: 15, alignment: 'center', lineHeight: 1.15, margin: [0, 30, 0, 24] },
    ...paragraphs.map((text, index) => ({ text: `${index + 1}. ${text}`, fontSize: 13, lineHeight: 1.3, alignment: 'justify' as const, margin: [18, 0, 18, 9] as [number, number, number, number], leadingIndent: 24 })),
  ]);
}

function classInstructions({ words }: BookFrame): readonly string[] {
  const { learner, institution, classTeacher, charter } = words;
  const book = `Sổ theo dõi và đánh giá ${learner} (theo lớp học)`;
  const teacher = lowered(classTeacher);
  return [
    `${book} được quy định tại ${charter}.`,
    `${book} do ${institution} quản lí và sử dụng.`,
    `Giáo viên môn học trực tiếp ghi vào ${book} đầy đủ các thông tin cần thiết của môn học do giáo viên phụ trách, khớp với các thông tin trong Sổ theo dõi và đánh giá ${learner} (của giáo viên), kí tên và ghi rõ họ tên vào cuối danh sách ${learner} đối với từng môn học. Trường hợp có nhiều giáo viên cùng tham gia dạy học thì các giáo viên môn học cùng kí tên và ghi rõ họ tên vào cuối danh sách ${learner} đối với từng môn học.`,
    `${classTeacher} trực tiếp ghi vào ${book} những thông tin thuộc nhiệm vụ quy định cho ${teacher} lớp.`,
    `Không ghi bằng mực đỏ (trừ trường hợp sửa chữa), các loại mực có thể tẩy xóa được; việc ghi ${book} phải cập nhật đúng tiến độ thời gian kế hoạch dạy học và giáo dục của tổ chuyên môn và bảo quản, giữ gìn cẩn thận, sạch sẽ.`,
    correcting,
    `${capital(institution)}, ${teacher} lớp, giáo viên môn học chỉ cung cấp các thông tin về kết quả rèn luyện và học tập của ${learner} trong ${book} cho riêng từng ${learner} hoặc cha mẹ ${learner}.`,
  ];
}

function subjectInstructions({ words }: BookFrame): readonly string[] {
  const { learner, charter, classTeacher, institution } = words;
  const book = `Sổ theo dõi và đánh giá ${learner}`;
  return [
    `${book} là hồ sơ quản lí hoạt động dạy học và giáo dục của giáo viên, được quy định tại ${charter}.`,
    `${book} do giáo viên môn học quản lí và sử dụng.`,
    `Giáo viên trực tiếp ghi vào sổ đầy đủ các thông tin cần thiết theo quy định, khớp với các thông tin trong ${book} (theo lớp học) của môn học, lớp học do giáo viên chịu trách nhiệm theo phân công của ${institution}. Riêng cột Nhận xét sự tiến bộ, ưu điểm nổi bật, hạn chế chủ yếu của ${learner}, giáo viên có thể lựa chọn để ghi sao cho có đủ thông tin cần thiết để cung cấp cho ${lowered(classTeacher)} theo quy định.`,
    `Không ghi bằng mực đỏ (trừ trường hợp sửa chữa), các loại mực có thể tẩy xóa được. Việc ghi ${book} phải đúng tiến độ thời gian theo kế hoạch dạy học của tổ chuyên môn và bảo quản, giữ gìn sổ cẩn thận, sạch sẽ.`,
    correcting,
  ];
}

const correcting = 'Khi sửa chữa dùng bút mực đỏ gạch ngang nội dung cũ, ghi nội dung mới vào phía trên bên phải vị trí ghi nội dung cũ, kí xác nhận về sự sửa chữa ở ngay cạnh hoặc ở cột Ghi chú.';

function lowered(text: string): string {
  return text.slice(0, 1).toLocaleLowerCase('vi') + text.slice(1);
}

function capital(text: string): string {
  return text.slice(0, 1).toLocaleUpperCase('vi') + text.slice(1);
}
