/** A person whom a signed document names; the ID number is written without blanks. */
export type Person = { readonly name: string; readonly personalId: string };

/** The school as a signed document names it. */
export type SchoolOnPaper = { readonly departmentCode: string; readonly departmentName: string; readonly code: string; readonly name: string; readonly communeName: string; readonly provinceName: string };
