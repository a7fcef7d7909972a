import type { DiagnosisCode } from '../../../apps/kindly-emulator/src/doctor/diagnoses.js';
import type { Ailment } from '../doctor-app.js';

/** What the doctor is told, by its flags; what is empty is not said. */
export type Told = Readonly<Record<string, string | readonly string[]>>;

/** An app that is well but for one thing, and the one finding that it must bring about. */
export interface Row {
  readonly code: DiagnosisCode;
  readonly name: string;
  readonly ailment?: Ailment;
  /** In place of what is said of a good shop. */
  readonly told?: Told | ((app: string) => Told | Promise<Told>);
  /** What the finding says. */
  readonly found: RegExp;
}
