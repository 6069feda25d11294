/** Why a transaction as a whole is refused: a code and Vietnamese words, as the answer carries them. */
export class GatewayRefusal extends Error {
  readonly code: string;

  constructor(code: string, description: string) {
    super(description);
    this.name = 'GatewayRefusal';
    this.code = code;
  }
}
