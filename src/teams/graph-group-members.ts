import { z } from 'zod';
import type { Clock, GroupMember, GroupMembers } from '../ports';
import { createAccessTokens } from './access-token';
import type { BotIdentity } from './bot-identity';

/** A vote waits for this, so it is short, ms. */
const TIMEOUT_MS = 3_000;
/** Pages of 999: a group of approvers that is larger than this is a mistake. */
const MOST_PAGES = 5;

const pageSchema = z.object({
  value: z.array(
    z.object({
      id: z.guid(),
      displayName: z.string().nullish(),
      userType: z.string().nullish(),
      accountEnabled: z.boolean().nullish(),
    }),
  ),
  '@odata.nextLink': z.string().optional(),
});

export interface GraphParts {
  readonly identity: BotIdentity;
  readonly clock: Clock;
  /** Microsoft Graph's address; that of the bot's cloud unless given. */
  readonly graphUrl?: string;
  readonly timeoutMs?: number;
}

/**
 * Members of Entra groups by Microsoft Graph v1.0 (`GET /groups/{id}/transitiveMembers/microsoft.graph.user`). To ask for one type of member is
 * an advanced query: without `ConsistencyLevel: eventual` and `$count=true` Graph refuses it, so that nobody could vote (Microsoft Graph, "List
 * group transitive members"; seen in learn.microsoft.com/answers 447359). Its index lags a little behind a change of the group, as our own
 * memory of the answer does. The app registration needs the application permissions GroupMember.Read.All and User.Read.All: without the second, Graph gives the ids alone. Who is not proven to be
 * an enabled member of the tenant (`userType` Member) is left out.
 */
export function createGraphGroupMembers(parts: GraphParts): GroupMembers {
  const { identity, clock, graphUrl = identity.graphUrl, timeoutMs = TIMEOUT_MS } = parts;
  const base = graphUrl.replace(/\/+$/, '');
  const tokens = createAccessTokens(identity, clock, timeoutMs, `${base}/.default`);

  const readPage = async (url: string): Promise<z.infer<typeof pageSchema>> => {
    const token = await tokens.get();
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${token}`, consistencylevel: 'eventual' },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.status === 401) tokens.forget(token);
    if (response.ok) return pageSchema.parse(await response.json());
    await response.body?.cancel();
    throw new Error(
      `Microsoft Graph answered ${response.status}. Check the group's object id, and that the app may read group members (GroupMember.Read.All, User.Read.All).`,
    );
  };

  return {
    membersOf: async (groupId) => {
      const members: GroupMember[] = [];
      let next: string | undefined =
        `${base}/v1.0/groups/${encodeURIComponent(groupId)}/transitiveMembers/microsoft.graph.user` +
        '?$count=true&$select=id,displayName,userType,accountEnabled&$top=999';
      for (let page = 0; next !== undefined; page += 1) {
        // The token goes to Graph only, whatever an answer names as the next page.
        if (page >= MOST_PAGES || new URL(next).origin !== new URL(base).origin)
          throw new Error(`The group ${groupId} cannot be read to its end. Use a smaller group.`);
        const answer = await readPage(next);
        members.push(...answer.value.filter(isMember).map(memberOf));
        next = answer['@odata.nextLink'];
      }
      return members;
    },
  };
}

type User = z.infer<typeof pageSchema>['value'][number];

function isMember({ userType, accountEnabled }: User): boolean {
  return userType === 'Member' && accountEnabled === true;
}

function memberOf({ id, displayName }: User): GroupMember {
  return { objectId: id.toLowerCase(), name: displayName ?? 'somebody without a name' };
}
