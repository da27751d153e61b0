// Full-text search by MiniSearch: a plug that knows texts and their order, and nothing of what they are.
import MiniSearch from "minisearch";

/** Letters and digits make a word, as they do where the words are marked; `user_id` is two, and found by either. */
const words = (text) => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/** From documents, each a title, the title of what it is in, and a text, to a function from a query to what fits: an array
 * each, the document's number and the words of it that matched, in lower case; the best first. */
export function open(docs) {
  const index = new MiniSearch({
    fields: ["title", "around", "text"],
    tokenize: words,
    searchOptions: {
      boost: { title: 4, around: 1.5 },
      // A word is found by its beginning, and in spite of a slip.
      prefix: (word) => word.length > 1,
      fuzzy: (word) => (word.length > 3 ? 0.2 : false),
    },
  });
  index.addAll(docs.map(([title, around, text], id) => ({ id, title, around, text })));
  return (query) => {
    const all = index.search(query, { combineWith: "AND" });
    const found = all.length ? all : index.search(query);
    return found.map(({ id, terms }) => [id, ...terms]);
  };
}
