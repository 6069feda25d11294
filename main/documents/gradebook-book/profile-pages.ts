import type { Content, ContentSection, TableCell } from 'pdfmake/interfaces.js';
import type { ClassBook } from '#main/office/ports/books.ts';
import { landscape, section } from './paper.ts';
import { head, innerWidths, nameCell, rowLines, sheetTables } from './sheet-table.ts';

const left = [24, 136, 58, 142, 30, 52, 66, null] as const;
const right = [24, 236, 236, null] as const;
const titleHeight = 26;

/**
 * Sơ yếu lí lịch in two facing halves: the pupil on the left page, the family on the right one, the same pupils at the same heights. Whoever turns the page reads
 * on; a class that needs more has the next pair of pages.
 */
export function profilePages(book: ClassBook): readonly ContentSection[] {
  const { words } = book.frame;
  const leftRows = book.pupils.map((pupil, index): TableCell[] => {
    const profile = book.profiles[index];
    return [String(pupil.position), nameCell(pupil), profile?.birthDate ?? '', text(profile?.birthPlace), profile?.sex ?? '', text(profile?.ethnicity), text(profile?.priority), text(profile?.address)];
  });
  const rightRows = book.pupils.map((pupil, index): TableCell[] => {
    const profile = book.profiles[index];
    return [String(pupil.position), text(profile?.father), text(profile?.mother), text([pupil.remark, profile?.changes ?? ''].filter((line) => line !== '').join('. '))];
  });
  const heads = {
    left: [['Số TT', `Họ và tên ${words.learner}`, 'Ngày, tháng,\nnăm sinh', 'Nơi sinh', 'Nam/\nnữ', 'Dân tộc', 'Đối tượng\nưu tiên', 'Địa chỉ gia đình'].map((each) => head(each))],
    right: [['Số TT', 'Họ và tên cha, nghề nghiệp, điện thoại, email\n(hoặc người giám hộ)', 'Họ và tên mẹ, nghề nghiệp, điện thoại, email\n(hoặc người giám hộ)', 'Những thay đổi cần chú ý trong năm học\n(gia đình, sức khỏe, nơi ở…)'].map((each) => head(each))],
  };
  const common = { width: landscape.width, headHeight: 24, height: landscape.height - titleHeight, foot: 0, padding: { least: 2.2, most: 7 }, sizes: { wished: 9.5, smallest: 9 } };
  const inner = { left: innerWidths({ width: landscape.width, widths: left }), right: innerWidths({ width: landscape.width, widths: right }) };
  // Both halves get the lines that the taller one needs, so that a pupil stands at one height on both pages.
  const linesAt = (size: number) => {
    const [own, other] = [rowLines(leftRows, inner.left, size), rowLines(rightRows, inner.right, size)];
    return own.map((lines, index) => Math.max(lines, other[index] ?? 1));
  };
  const half = (rows: readonly TableCell[][], widths: readonly (number | null)[], headRows: readonly TableCell[][]) => sheetTables({ ...common, widths, head: headRows, rows, linesAt });
  const [lefts, rights] = [half(leftRows, left, heads.left), half(rightRows, right, heads.right)];
  return lefts.flatMap((table, index) => [page(`SƠ YẾU LÍ LỊCH ${words.learner.toLocaleUpperCase('vi')}`, table), page(' ', rights[index] ?? table)]);
}

function page(title: string, table: Content): ContentSection {
  return section(landscape, [{ text: title, bold: true, fontSize: 14, alignment: 'center', margin: [0, 0, 0, titleHeight - 17] }, table]);
}

function text(value: string | undefined): TableCell {
  return { text: value ?? '', alignment: 'left' };
}
