/** What makes a crash the known issue. Data: the row lives in the runbook and is handed in. */
export interface WatchedSignature {
  readonly id: string;
  readonly title: string;
  /** Whole file name of the watched process, compared without regard to case. */
  readonly executable: string;
  /** Whole display name of the watched service, compared without regard to case. */
  readonly service: string;
  /** The last two parts of the method name of the frame that decides; case matters. */
  readonly frame: { readonly type: string; readonly method: string };
  readonly guide: { readonly text: string; readonly url: string };
}
