import { expect, test } from 'vitest';
import { parseClipboardTable } from './clipboard-table.ts';
import { withModernFonts } from './clipboard-fonts.ts';

/** As Excel leaves it: fonts by classes in a style, stretches in other fonts inside a cell, line ends inside tags and texts. */
const excel = `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style><!--table {mso-displayed-decimal-separator:"\\,";}
.font6 {color:black; font-family:"Times New Roman", serif;}
td {padding-top:1px; font-family:Calibri, sans-serif;}
.xl65 {font-family:".VnTime", sans-serif; mso-font-charset:0;}
.xl66 {font-family:VNI-Times; mso-font-charset:0;}
--></style></head><body><table border=0><!--StartFragment-->
 <tr height=20><td height=20 class=xl65 width=64>TiÕn bé</td><td>8,5</td><td class=xl65 rowspan=2>H&oslash;ng &amp;
  <font class="font6">Bình</font></td></tr>
 <tr><td class=xl66>Chaêm<br>hoïc</td><td class=xl65>Nguyễn</td></tr>
 <tr><td>TiÕn bé</td><td></td><td class=xl65>TiÕn bé râ</td></tr>
<!--EndFragment--></table></body></html>`;

test('texts in old fonts are converted where the page beside the text says so', () => {
  const block = parseClipboardTable('TiÕn bé\t8,5\tHøng & Bình\n"Chaêm\nhoïc"\tNguyễn\t\nTiÕn bé\t\tkhác hẳn');
  expect(withModernFonts(block, excel)).toEqual({
    block: [
      ['Tiến bộ', '8,5', 'Hứng & Bình'],
      ['Chăm\nhọc', 'Nguyễn', ''],
      ['TiÕn bé', '', 'khác hẳn'],
    ],
    converted: [
      { before: 'TiÕn bé', after: 'Tiến bộ' },
      { before: 'Høng & Bình', after: 'Hứng & Bình' },
      { before: 'Chaêm\nhoïc', after: 'Chăm\nhọc' },
    ],
  });
});

test('as LibreOffice leaves it; and nothing without old fonts', () => {
  const office = '<style type="text/css">body,div,table,tr,td,p { font-family:"Liberation Sans"; }</style><table><colgroup><col></colgroup><tr><td height="17" align="left"><font face=".VnArial">Häc kh¸</font></td><td align="left"><b><font face="VNI-Helve">Gioûi</font></b></td></tr></table>';
  expect([withModernFonts([['Häc kh¸', 'Gioûi']], office).block, withModernFonts([['Häc', '7']], office.replaceAll('.VnArial', 'Arial').replaceAll('VNI-Helve', 'Arial')).converted, withModernFonts([['Häc']], '').block]).toEqual([[['Học khá', 'Giỏi']], [], [['Häc']]]);
});
