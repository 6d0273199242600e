import type { ClusterState } from '../incident/state';
import type { Card } from '../ports';
import type { CardContext } from './card-context';
import { loadCardTemplates } from './card-templates';
import type { NoticeKind } from './notices';
import { noticeOf } from './notices';
import { renderCard, renderWithin } from './render-card';
import type { PastedAnalysis } from './views/analysis-view';
import { analysisView } from './views/analysis-view';
import type { CheckInProgress } from './views/checking-view';
import { checkingView } from './views/checking-view';
import { diagnosisView } from './views/diagnosis-view';
import { helpView } from './views/help-view';
import { incidentView } from './views/incident-view';
import type { ClusterStatus } from './views/status-view';
import { statusView } from './views/status-view';

export interface DrawnCard {
  readonly card: Card;
  /** One line for notifications and for clients that show no cards. */
  readonly summary: string;
}

/** Draws every card from committed state. Pure after creation: the same arguments give the same card. */
export interface CardPainter {
  /** The living card of the cluster's newest incident; throws when it has none. */
  incident(state: ClusterState, context: CardContext): DrawnCard;
  /** What the newest check found out. */
  diagnosis(state: ClusterState, context: CardContext): DrawnCard;
  checking(check: CheckInProgress, context: CardContext): DrawnCard;
  analysis(analysis: PastedAnalysis, context: CardContext): DrawnCard;
  help(context: CardContext): DrawnCard;
  status(list: readonly ClusterStatus[], context: CardContext): DrawnCard;
  /** One line for the incident's thread; null when the state holds nothing of that kind. */
  notice(kind: NoticeKind, state: ClusterState, context: CardContext): string | null;
}

/** Reads the templates once; throws when one is missing or broken. */
export function createCardPainter({ templatesFolder }: { readonly templatesFolder: string }): CardPainter {
  const templates = loadCardTemplates(templatesFolder);
  const draw = (name: keyof typeof templates, view: { readonly summary: string }): DrawnCard => ({
    card: renderCard(templates[name], view),
    summary: view.summary,
  });
  const drawWithin = (
    name: keyof typeof templates,
    viewOf: (textBudget: number) => { readonly summary: string },
  ): DrawnCard => ({
    card: renderWithin((textBudget) => renderCard(templates[name], viewOf(textBudget))),
    summary: viewOf(0).summary,
  });
  return {
    incident: (state, context) => draw('incident', incidentView(state, context)),
    diagnosis: (state, context) => drawWithin('diagnosis', (budget) => diagnosisView(state, context, budget)),
    checking: (check, context) => draw('checking', checkingView(check, context)),
    analysis: (analysis, context) =>
      drawWithin('analysis', (budget) => analysisView(analysis, context, budget)),
    help: (context) => draw('help', helpView(context)),
    status: (list, context) => draw('status', statusView(list, context)),
    notice: noticeOf,
  };
}
