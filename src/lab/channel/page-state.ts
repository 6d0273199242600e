import { BOT_NAME } from './activities';
import type { BotLink } from './bot-link';
import { refreshOf } from './card-actions';
import { channelFaultChoices } from './channel-faults';
import type { ClusterView } from '../cluster-view';
import type { Faults } from './faults';
import type { MessageStore } from './message-store';
import { LAB_PEOPLE, LAB_TEAM, personByTeamsId, placesOf } from './people';
import type { PersonActions } from './person-actions';
import { currentRevision } from './shapes';
import type { LabMessage, LabPerson, LabPlace } from './shapes';

/** A scenario to choose from. */
export interface ScenarioChoice {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Nobody has seen it; see docs/simulated.md. */
  readonly hypothetical: boolean;
}

/** Something that can be broken, and mended where `canEnd`. */
export interface FaultChoice {
  readonly name: string;
  readonly title: string;
  readonly note: string;
  /** A node's name, or `cluster`. */
  readonly where: string;
  readonly canEnd: boolean;
  readonly isOn: boolean;
  readonly isPossible: boolean;
  /** It takes effect when the cluster is looked at next. */
  readonly isWaiting: boolean;
}

/** The simulated cluster's controls, given to the channel from outside. */
export interface ScenarioPanel {
  getScenarios(): readonly ScenarioChoice[];
  /** The scenario that runs; a secret one was not chosen by name. */
  current(): { readonly name: string; readonly isSecret: boolean };
  /** Resolves when the bot works on it. */
  switchScenario(name: string): Promise<void>;
  /** Switches to a scenario that nobody knows, to find out what is wrong. */
  surprise(): Promise<void>;
  getFaults(): readonly FaultChoice[];
  injectFault(name: string): void;
  removeFault(name: string): void;
  getCluster(): ClusterView;
  /** Whether the view of the cluster tells who makes it crash. */
  reveal(isShown: boolean): void;
}

export interface PageStateSource {
  readonly store: MessageStore;
  readonly actions: PersonActions;
  readonly link: BotLink;
  readonly extras?: ScenarioPanel;
}

/** Everything the page draws for one person with one conversation open. */
export function pageState(source: PageStateSource, person: LabPerson, placeId: string | null) {
  const { store, link, extras } = source;
  const places = placesOf(person);
  const open = places.find((place) => place.id === placeId) ?? places[0];
  return {
    team: LAB_TEAM.name,
    bot: { name: BOT_NAME, reachable: link.reachable() },
    people: LAB_PEOPLE.map(onPage),
    me: person.key,
    places: places.map((place) => summaryOf(store, place)),
    open: open ? { ...summaryOf(store, open), messages: messagesIn(source, person, open) } : null,
    scenario: extras ? currentScenario(extras) : null,
  };
}

/** Everything the lab's panel draws; null instead of the cluster when the channel has none. */
export function panelState(faults: Faults, extras: ScenarioPanel | undefined) {
  return {
    channelFaults: channelFaultChoices(faults),
    cluster: extras
      ? {
          view: extras.getCluster(),
          faults: extras.getFaults(),
          scenario: currentScenario(extras),
          scenarios: extras.getScenarios(),
        }
      : null,
  };
}

/** What the page calls the present scenario; a secret one has no name until it is revealed. */
function currentScenario(extras: ScenarioPanel) {
  const { name, isSecret } = extras.current();
  if (isSecret) return { name: null, title: 'Mystery scenario', hypothetical: false };
  const chosen = extras.getScenarios().find((scenario) => scenario.name === name);
  return { name, title: chosen?.title ?? name, hypothetical: chosen?.hypothetical ?? false };
}

function summaryOf(store: MessageStore, place: LabPlace) {
  const messages = store.inPlace(place.id);
  const latest = messages.reduce((at, message) => Math.max(at, currentRevision(message).at), 0);
  return { id: place.id, kind: place.kind, name: place.kind === 'personal' ? BOT_NAME : place.name, latest };
}

function messagesIn(source: PageStateSource, person: LabPerson, place: LabPlace) {
  const notices = source.store.noticesOf(person.key);
  return source.store.inPlace(place.id).map((message) => ({
    ...messageFor(source, person, message),
    notices: notices
      .filter((notice) => notice.messageId === message.id)
      .map(({ id, kind, text, at }) => ({ id, kind, text, at })),
  }));
}

function messageFor({ store, actions }: PageStateSource, person: LabPerson, message: LabMessage) {
  const revision = currentRevision(message);
  const view = store.viewOf(message.id, person.key);
  const card = message.deleted ? null : store.cardFor(message, person.key);
  return {
    id: message.id,
    threadId: message.threadId,
    /** Changes whenever this person would see something else in the message itself. */
    version: `${message.revisions.length}.${view?.at ?? 0}.${message.deleted ? 'gone' : ''}`,
    from: senderOf(message),
    at: message.at,
    editedAt: message.revisions.length > 1 ? revision.at : null,
    deleted: message.deleted,
    text: message.deleted ? '' : revision.text,
    markdown: revision.markdown,
    card,
    /** The bot calls this person by name: Teams alerts them. */
    callsYou: !message.deleted && message.fromBot && revision.text.includes(`<at>${person.name}</at>`),
    onlyForYou: view !== undefined,
    /** Others who see a view of their own. */
    ownViews: LAB_PEOPLE.filter(({ key }) => key !== person.key && store.viewOf(message.id, key)).map(onPage),
    canRefresh: refreshOf(card) !== null,
    refreshDue: actions.refreshDue(message, person),
  };
}

function senderOf(message: LabMessage) {
  if (message.fromBot) return { key: null, name: BOT_NAME, initials: 'IB', role: 'bot', tone: 0 };
  const person = personByTeamsId(message.fromId);
  return person ? onPage(person) : { key: null, name: 'Somebody', initials: '?', role: 'none', tone: 0 };
}

/** A person as the page shows one; who is from outside the tenant is called so instead of by a role. */
function onPage(person: LabPerson) {
  const { key, name, initials, userRole, member } = person;
  const role = !member ? 'foreign' : userRole === 'guest' ? 'guest' : person.role;
  return { key, name, initials, role, tone: LAB_PEOPLE.indexOf(person) % 8 };
}
