namespace Spindle.Tpch.Text;

/// <summary>
/// The grammar of the pseudo text: weighted sentence forms, phrase forms and words, each list written as <c>item*weight</c>
/// joined by bars; without a weight an item counts 1. The words' misspellings are the specification's own.
/// </summary>
internal static class Grammar
{
    /// <summary>N noun phrase, V verb phrase, P preposition and noun phrase, T terminator.</summary>
    public const string Sentences = "NVT*3|NVPT*3|NVNT*3|NPVNT|NPVPT";

    /// <summary>N noun, J adjective, C adjective followed by a comma, D adverb.</summary>
    public const string NounPhrases = "N*10|JN*20|CJN*10|DJN*50";

    /// <summary>V verb, X auxiliary, D adverb.</summary>
    public const string VerbPhrases = "V*30|XV|VD*40|XVD";

    public const string Nouns =
        "packages*40|requests*40|accounts*40|deposits*40|foxes*20|ideas*20|theodolites*20|pinto beans*20|instructions*20|"
        + "dependencies*10|excuses*10|platelets*10|asymptotes*10|courts*5|dolphins*5|multipliers|sauternes|warthogs|frets|dinos|"
        + "attainments|somas|Tiresias|patterns|forges|braids|frays|warhorses|dugouts|notornis|epitaphs|pearls|tithes|waters|"
        + "orbits|gifts|sheaves|depths|sentiments|decoys|realms|pains|grouches|escapades|hockey players";

    public const string Verbs =
        "sleep*20|wake*20|are*20|cajole*20|haggle*20|nag*10|use*10|boost*10|affix*5|detect*5|integrate*5|maintain|nod|was|lose|"
        + "sublate|solve|thrash|promise|engage|hinder|print|x-ray|breach|eat|grow|impress|mold|poach|serve|run|dazzle|snooze|"
        + "doze|unwind|kindle|play|hang|believe|doubt";

    public const string Adverbs =
        "sometimes|always|never|furiously*50|slyly*50|carefully*50|blithely*40|quickly*30|fluffily*20|slowly|quietly|ruthlessly|"
        + "thinly|closely|doggedly|daringly|bravely|stealthily|permanently|enticingly|idly|busily|regularly|finally|ironically|"
        + "evenly|boldly|silently";

    public const string Adjectives =
        "special*20|pending*20|unusual*20|express*20|furious|sly|careful|blithe|quick|fluffy|slow|quiet|ruthless|thin|close|"
        + "dogged|daring|brave|stealthy|permanent|enticing|idle|busy|regular*50|final*40|ironic*40|even*30|bold*20|silent*10";

    public const string Prepositions =
        "about*50|above*50|according to*50|across*50|after*50|against*40|along*40|alongside of*30|among*30|around*20|at*10|atop|"
        + "before|behind|beneath|beside|besides|between|beyond|by|despite|during|except|for|from|in place of|inside|instead of|"
        + "into|near|of|on|outside|over|past|since|through|throughout|to|toward|under|until|up|upon|whithout|with|within";

    public const string Auxiliaries =
        "do|may|might|shall|will|would|can|could|should|ought to|must|will have to|shall have to|could have to|should have to|"
        + "must have to|need to|try to";

    public const string Terminators = ".*50|;|:|?|!|--";

    /// <summary>The items of a list, each as often as its weight says: a uniform draw over them is the weighted draw.</summary>
    public static string[] Expand(string list)
    {
        var items = new List<string>();
        foreach (var item in list.Split('|'))
        {
            var star = item.IndexOf('*', StringComparison.Ordinal);
            var weight = star < 0 ? 1 : int.Parse(item.AsSpan(star + 1), System.Globalization.CultureInfo.InvariantCulture);
            items.AddRange(Enumerable.Repeat(star < 0 ? item : item[..star], weight));
        }
        return [.. items];
    }
}
