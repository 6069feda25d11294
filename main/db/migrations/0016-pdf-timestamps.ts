/** The value of a PDF's signature, which a timestamp is over. Null for those of programs before this one: it stands in the file. */
export const pdfTimestamps = `
ALTER TABLE record_pdf ADD COLUMN signature_value BLOB;
`;
