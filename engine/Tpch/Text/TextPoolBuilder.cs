using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Spindle.Tpch.RandomStreams;

namespace Spindle.Tpch.Text;

/// <summary>
/// Writes the text pool: sentence after sentence from one random stream, a draw for each form and each word.
/// Only tokens and their running position are kept; no text is written.
/// </summary>
internal sealed unsafe class TextPoolBuilder
{
    // The last sentence may run past the pool's end; slices need a token past theirs.
    private const int Target = TextPool.Size + 2 * TextTokens.Width;
    private const int Blocks = (Target + 512 >> TextPool.BlockBits) + 1;

    // Ample for the words' mean length of about 7 bytes; what is not used is given back.
    private const int TokenCapacity = TextPool.Size / 5;

    private readonly TextTokens table = new();
    private readonly string[] sentences = Grammar.Expand(Grammar.Sentences);
    private readonly string[] nounPhrases = Grammar.Expand(Grammar.NounPhrases);
    private readonly string[] verbPhrases = Grammar.Expand(Grammar.VerbPhrases);
    private readonly byte[] nouns, verbs, adverbs, adjectives, adjectivesBeforeComma, prepositions, auxiliaries, terminators;
    private readonly byte the;
    private readonly byte* lengths;
    private readonly byte* overlaps;

    private readonly byte* tokens = (byte*)NativeMemory.Alloc(TokenCapacity);
    private readonly uint* index = (uint*)NativeMemory.Alloc(Blocks, sizeof(uint));
    private long state = Streams.TextPool;
    private int count;
    private int position;

    private TextPoolBuilder()
    {
        nouns = Words(Grammar.Nouns, " ");
        verbs = Words(Grammar.Verbs, " ");
        adverbs = Words(Grammar.Adverbs, " ");
        adjectives = Words(Grammar.Adjectives, " ");
        adjectivesBeforeComma = Words(Grammar.Adjectives, ", ");
        prepositions = Words(Grammar.Prepositions, " ");
        auxiliaries = Words(Grammar.Auxiliaries, " ");
        terminators = Words(Grammar.Terminators, " ", replacesSpace: true);
        this.the = table.Intern("the ");

        lengths = (byte*)NativeMemory.Alloc(512);
        overlaps = lengths + 256;
        table.Lengths.CopyTo(new Span<byte>(lengths, 256));
        table.Overlaps.CopyTo(new Span<byte>(overlaps, 256));
    }

    public static TextPool Build()
    {
        var builder = new TextPoolBuilder();
        while (builder.position < Target)
            builder.Sentence();

        NativeMemory.Free(builder.lengths);
        var tokens = (byte*)NativeMemory.Realloc(builder.tokens, (nuint)builder.count);
        return new TextPool(tokens, builder.index, builder.table);
    }

    private void Sentence()
    {
        foreach (var part in Pick(sentences))
        {
            switch (part)
            {
                case 'N':
                    NounPhrase();
                    break;
                case 'V':
                    VerbPhrase();
                    break;
                case 'P':
                    Word(prepositions);
                    Append(the);
                    NounPhrase();
                    break;
                default:
                    Word(terminators);
                    break;
            }
        }
    }

    private void NounPhrase()
    {
        foreach (var part in Pick(nounPhrases))
        {
            Word(part switch
            {
                'N' => nouns,
                'J' => adjectives,
                'C' => adjectivesBeforeComma,
                _ => adverbs,
            });
        }
    }

    private void VerbPhrase()
    {
        foreach (var part in Pick(verbPhrases))
        {
            Word(part switch
            {
                'V' => verbs,
                'X' => auxiliaries,
                _ => adverbs,
            });
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Word(byte[] tokens) => Append(Pick(tokens));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Pick<T>(T[] items)
    {
        state = Lcg.Next(state);
        return items[(int)Lcg.Scale(state, items.Length)];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Append(byte token)
    {
        var start = position - overlaps[token];
        var end = start + lengths[token];

        // The token that holds a block's first byte; one that overwrites it comes later and wins.
        var block = start + (1 << TextPool.BlockBits) - 1 >> TextPool.BlockBits;
        var boundary = block << TextPool.BlockBits;
        if (boundary < end)
            index[block] = (uint)count << TextPool.SkipBits | (uint)(boundary - start);

        tokens[count++] = token;
        position = end;
    }

    private byte[] Words(string list, string suffix, bool replacesSpace = false) =>
        Array.ConvertAll(Grammar.Expand(list), word => table.Intern(word + suffix, replacesSpace));
}
