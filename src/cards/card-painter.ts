import type { CardContext, CardPainter, PaintedCard } from '../ports';
import type { CardName } from './card-templates';
import { loadCardTemplates } from './card-templates';
import { mentionsOf } from './mentions';
import { noticeOf } from './notices';
import { renderCard, renderWithin } from './render-card';
import { withReplacingNote } from './replacing-note';
import type { Room } from './room';
import { BRIEF_ROOMS, ROOMS } from './room';
import { analysisView } from './views/analysis-view';
import { checkingView } from './views/checking-view';
import { diagnosisView } from './views/diagnosis-view';
import { helpView } from './views/help-view';
import { incidentView } from './views/incident-view';
import { planView } from './views/plan-view';
import { statusView } from './views/status-view';

/** Draws every card from committed state. Reads the templates once; throws when one is missing or broken. */
export function createCardPainter({ templatesFolder }: { readonly templatesFolder: string }): CardPainter {
  const templates = loadCardTemplates(templatesFolder);
  const draw = (
    name: CardName,
    viewOf: (room: Room) => { readonly summary: string },
    { isBrief = false }: Partial<CardContext> = {},
  ): PaintedCard => {
    const rooms = isBrief ? BRIEF_ROOMS : ROOMS;
    const first = viewOf(rooms[0]);
    const card = renderWithin(
      (room) => renderCard(templates[name], room === rooms[0] ? first : viewOf(room)),
      rooms,
    );
    return { card, summary: first.summary };
  };
  return {
    incident: (state, context) => draw('incident', (room) => incidentView(state, context, room), context),
    diagnosis: (state, context) => draw('diagnosis', (room) => diagnosisView(state, context, room), context),
    checking: (state, context) => draw('checking', () => checkingView(state, context)),
    analysis: (analysis, context) => draw('analysis', (room) => analysisView(analysis, context, room)),
    plan: (plan, context) => draw('plan', (room) => planView(plan, context, room)),
    help: (context) => draw('help', () => helpView(context)),
    status: (list, context) => draw('status', (room) => statusView(list, context, room)),
    replacing: withReplacingNote,
    notice: noticeOf,
    mentions: mentionsOf,
  };
}
