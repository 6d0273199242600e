import type { CardPainter, PaintedCard } from '../ports';
import { loadCardTemplates } from './card-templates';
import { noticeOf } from './notices';
import { renderCard, renderWithin } from './render-card';
import { analysisView } from './views/analysis-view';
import { checkingView } from './views/checking-view';
import { diagnosisView } from './views/diagnosis-view';
import { helpView } from './views/help-view';
import { incidentView } from './views/incident-view';
import { statusView } from './views/status-view';

/** Draws every card from committed state. Reads the templates once; throws when one is missing or broken. */
export function createCardPainter({ templatesFolder }: { readonly templatesFolder: string }): CardPainter {
  const templates = loadCardTemplates(templatesFolder);
  const draw = (name: keyof typeof templates, view: { readonly summary: string }): PaintedCard => ({
    card: renderCard(templates[name], view),
    summary: view.summary,
  });
  const drawWithin = (
    name: keyof typeof templates,
    viewOf: (textBudget: number) => { readonly summary: string },
  ): PaintedCard => ({
    card: renderWithin((textBudget) => renderCard(templates[name], viewOf(textBudget))),
    summary: viewOf(0).summary,
  });
  return {
    incident: (state, context) => draw('incident', incidentView(state, context)),
    diagnosis: (state, context) => drawWithin('diagnosis', (budget) => diagnosisView(state, context, budget)),
    checking: (state, context) => draw('checking', checkingView(state, context)),
    analysis: (analysis, context) =>
      drawWithin('analysis', (budget) => analysisView(analysis, context, budget)),
    help: (context) => draw('help', helpView(context)),
    status: (list, context) => draw('status', statusView(list, context)),
    notice: noticeOf,
  };
}
