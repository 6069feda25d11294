import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect } from '@playwright/test';
import { openWorkshop, principalId, recordData, schoolName, signRecord, toolsMissing } from '../integration/verifier-parts.ts';
import { expectAccessible } from './support/accessible.ts';
import { press } from './support/keyboard.ts';
import { test } from './support/program.ts';

const vectors = resolve(import.meta.dirname, '../../../shared/vectors');

/** A record signed with practice certificates by tools of other houses. */
function practiceRecord(): string {
  const workshop = openWorkshop();
  try {
    const root = workshop.authority('goc', 'LUYỆN TẬP');
    return signRecord(workshop, recordData({ TEN_TRUONG: `${schoolName} (LUYỆN TẬP)` }), [
      { slot: 'CBQL', signer: workshop.signer('binh', root, `/C=VN/CN=Trần Văn Bình (LUYỆN TẬP)/UID=CCCD:${principalId}`) },
      { slot: 'KY_PHAT_HANH', signer: workshop.signer('truong', root, `/C=VN/CN=${schoolName} (LUYỆN TẬP)/UID=MST:2600123456`) },
    ]);
  } finally {
    workshop.close();
  }
}

test.describe('the door for checking', () => {
  test.use({ training: null });
  // The runner's list does not print why it skips.
  if (toolsMissing !== '') process.stdout.write(`Skipped, the door for checking: needs${toolsMissing}.\n`);
  test.skip(toolsMissing !== '', `needs${toolsMissing}`);

  test('anybody checks files on a PC without a school, and reads who signed, what is certain, what is not, as of when', async ({ program }) => {
    const { page, folder } = program;
    const record = practiceRecord();
    const [sound, changed] = [join(folder, 'hoc-ba.xml'), join(folder, 'hoc-ba-da-sua.xml')];
    await writeFile(sound, record);
    await writeFile(changed, record.replace('8.5', '9.5'));

    await press(page, 'Chỉ kiểm tra một tệp học bạ');
    await program.chooseFile(sound, () => press(page, 'Chọn tệp để kiểm tra…'));
    const verdict = page.locator('.verdict__words').first();
    await expect(verdict).toHaveText('LUYỆN TẬP – không phải học bạ thật');
    const statement = page.getByRole('region', { name: 'Kết luận chi tiết' }).first();
    await expect(statement).toContainText('Nội dung không bị thay đổi kể từ khi ký.');
    await expect(statement).toContainText(/Cán bộ quản lý: Trần Văn Bình \(LUYỆN TẬP\), ghi giờ ký .*31\/05\/2026/u);
    await expect(statement).toContainText('Kiểm tra lúc');
    await expectAccessible(page);
    await program.shot('check-practice');

    await program.chooseFile(changed, () => press(page, 'Kiểm tra tệp khác'));
    await expect(verdict).toHaveText('KHÔNG HỢP LỆ');
    await expect(statement).toContainText('Nội dung đã bị thay đổi sau khi ký');
    await program.shot('check-invalid');

    // Several files dropped at once.
    const foreign = ['digidoc4j-valid/valid-asice.asice', 'digidoc4j-valid/container_without_signatures.asice', 'dss-xades/original.xml'].map((name) => join(vectors, name)).filter((path) => existsSync(path));
    const files = [sound, changed, ...foreign].map((path) => ({ name: path.split('/').at(-1) ?? '', base64: readFileSync(path).toString('base64') }));
    const transfer = await page.evaluateHandle((given) => {
      const data = new DataTransfer();
      for (const { name, base64 } of given) data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.codePointAt(0) ?? 0)], name));
      return data;
    }, files);
    await page.locator('.checking').dispatchEvent('drop', { dataTransfer: transfer });
    await expect(page.getByRole('heading', { name: `Kết quả kiểm tra ${files.length} tệp` })).toBeVisible();
    await expect(page.locator('section > .inner > summary .verdict__words')).toHaveText(['LUYỆN TẬP – không phải học bạ thật', 'KHÔNG HỢP LỆ', ...(foreign.length === 3 ? ['CHƯA XÁC ĐỊNH ĐƯỢC', 'CHƯA KÝ', 'KHÔNG KIỂM TRA ĐƯỢC'] : [])]);
    await program.shot('check-several');

    // A folder on a stick, with a folder in it, a note that is nothing to check, and a bundle that is larger than the door takes: the rest is checked all the same.
    const stick = join(folder, 'USB');
    await mkdir(join(stick, 'lop 7A'), { recursive: true });
    await Promise.all([copyFile(sound, join(stick, '01.xml')), copyFile(changed, join(stick, 'lop 7A', '02.xml')), writeFile(join(stick, 'ghi-chu.txt'), 'x'), writeFile(join(stick, 'ca truong.asice'), Buffer.alloc(25_000_001))]);
    for (const type of ['dragEnter', 'dragOver', 'drop']) await program.devtools('Input.dispatchDragEvent', { type, x: 700, y: 700, data: { items: [], files: [stick], dragOperationsMask: 1 } });
    await expect(page.getByRole('heading', { name: 'Kết quả kiểm tra 2 tệp' })).toBeVisible();
    await expect(page.locator('section > .inner > summary .verdict__file')).toHaveText(['01.xml', '02.xml']);
    await expect(page.getByText('ca truong.asice: lớn hơn 25 MB nên chưa được kiểm tra.')).toBeVisible();
    await expectAccessible(page);
    await program.shot('check-folder');
  });
});
