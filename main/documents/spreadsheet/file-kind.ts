import { OfficeError, type ErrorCode } from '#core/contract/errors.ts';

const oleMagic = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
const zipMagic = Buffer.from([0x50, 0x4b, 0x03, 0x04]);

/** Refuses what is no zip, each kind of file with the words that help with it. Errors: import.old-xls, import.password, import.open-document, import.web-page, import.text-file, import.not-xlsx. */
export function checkIsZip(file: Buffer): void {
  if (file.subarray(0, zipMagic.length).equals(zipMagic)) return;
  throw new OfficeError(kindOf(file));
}

function kindOf(file: Buffer): ErrorCode {
  // Excel wraps a workbook with a password in the container of the old format.
  if (file.subarray(0, oleMagic.length).equals(oleMagic)) return file.includes(Buffer.from('EncryptedPackage', 'utf16le')) ? 'import.password' : 'import.old-xls';
  const start = startOf(file);
  if (/<office:document\b/u.test(start)) return 'import.open-document';
  // Portals send web pages and Excel's XML of 2003 under the name .xls, and Excel opens both.
  if (/^\s*(<!doctype html|<html|<head|<meta|<table|<style|<div)/iu.test(start) || start.includes('urn:schemas-microsoft-com:office:spreadsheet')) return 'import.web-page';
  return isText(file, start) ? 'import.text-file' : 'import.not-xlsx';
}

function startOf(file: Buffer): string {
  const wide = file.subarray(0, 2).equals(Buffer.from([0xff, 0xfe]));
  return file.subarray(0, 4096).toString(wide ? 'utf16le' : 'latin1').replace(/^(\uFEFF|ï»¿)/u, '');
}

/** A list as text: several lines whose columns are kept apart. */
function isText(file: Buffer, start: string): boolean {
  const lines = start.split(/\r?\n/u).filter((line) => line.trim() !== '');
  return file.byteLength > 0 && !/(?![\t\n\f\r\u0080-\u009f])\p{Cc}/u.test(start) && lines.length > 1 && lines.slice(0, -1).some((line) => /[;,\t]/u.test(line));
}
