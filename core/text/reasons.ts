import { defineTexts } from './texts.ts';

/** Why something that was locked once is changed. */
export const reasonTexts = defineTexts(
  {
    title: 'Vì sao sửa?',
    one: (cell: string) => `${cell}: phần này đã từng khóa sổ. Giá trị cũ, giá trị mới, người sửa và lí do được giữ trong lịch sử của ô và in trong sổ.`,
    many: (count: number) => `${count} ô sắp sửa thuộc phần đã từng khóa sổ. Giá trị cũ, giá trị mới, người sửa và lí do được giữ trong lịch sử của từng ô và in trong sổ.`,
    reason: 'Lí do sửa',
    /** Offered while typing. */
    common: 'Nhập nhầm|Cộng nhầm điểm|Chấm phúc tra|Học sinh làm bài bù|Nhập nhầm học sinh',
    keep: 'Dùng lí do này cho các ô sửa tiếp theo trong bảng này',
    cancel: 'Không sửa',
    submit: 'Sửa với lí do này',
    needed: (columns: string) => `Đã từng khóa sổ, nay đang mở: ${columns}. Sửa giá trị đã có thì cần ghi lí do.`,
    allColumns: 'mọi cột',
    kept: (reason: string) => `Đang sửa với lí do: ${reason}`,
    forget: 'Đổi lí do',
  },
  {
    title: 'Why is it changed?',
    one: (cell) => `${cell}: this part was locked once. The old and the new value, who changed it and why stay in the cell's history and are printed in the book.`,
    many: (count) => `${count} cells about to be changed belong to a part that was locked once. The old and the new values, who changed them and why stay in the cells' histories and are printed in the book.`,
    reason: 'Reason',
    common: 'Mistyped|Added up wrongly|Marked anew|Make-up test|Wrong pupil',
    keep: 'Use this reason for the next changes in this sheet',
    cancel: 'Do not change',
    submit: 'Change with this reason',
    needed: (columns) => `Locked once, open now: ${columns}. Changing what stands there needs a reason.`,
    allColumns: 'all columns',
    kept: (reason) => `Changing with the reason: ${reason}`,
    forget: 'Another reason',
  },
);
