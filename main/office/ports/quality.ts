import type { CodeTable } from '#core/quality/code-tables.ts';
import type { Finding } from '#core/quality/finding.ts';
import type { SchoolYearFrames } from '#core/rules/school-year-frame.ts';

/** Shipped tables that the data rules look at. */
export type QualityTables = { readonly codes: readonly CodeTable[]; readonly frames: SchoolYearFrames };

/** What the data rules found, before it is known what is waived. Plain data: it crosses threads. */
export type QualityFindings = { readonly schoolYear: string; readonly className: string | null; readonly classes: readonly { readonly id: string; readonly name: string }[]; readonly pupils: number; readonly findings: readonly Finding[] };

/** A report as it goes on paper or into a workbook: in Vietnamese, grouped by rule. `state`: Lỗi, Cảnh báo, Đã bỏ qua. */
export type QualityPaper = {
  readonly schoolName: string;
  readonly schoolYear: string;
  /** `Lớp 7A`, `Toàn trường`. */
  readonly scope: string;
  readonly training: boolean;
  readonly printedAt: string;
  /** `Đã kiểm tra 3 lớp, …`, `2 lỗi, 1 cảnh báo, …`. */
  readonly summary: readonly string[];
  readonly groups: readonly { readonly title: string; readonly advice: string; readonly lines: readonly QualityLine[] }[];
};
/** `note`: why it was let pass, by whom. */
export type QualityLine = { readonly className: string; readonly name: string; readonly text: string; readonly state: string; readonly note: string };

export type QualityReportPrinter = { readonly print: (paper: QualityPaper) => Promise<Uint8Array> };
export type QualityWorkbookWriter = { readonly write: (paper: QualityPaper) => Promise<Uint8Array> };
