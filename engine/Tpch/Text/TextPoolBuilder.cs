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

    private readonly TextTokens _table = new();
    private readonly string[] _sentences = Grammar.Expand(Grammar.Sentences);
    private readonly string[] _nounPhrases = Grammar.Expand(Grammar.NounPhrases);
    private readonly string[] _verbPhrases = Grammar.Expand(Grammar.VerbPhrases);
    private readonly byte[] _nouns, _verbs, _adverbs, _adjectives, _adjectivesBeforeComma, _prepositions, _auxiliaries, _terminators;
    private readonly byte _the;
    private readonly byte* _lengths;
    private readonly byte* _overlaps;

    private readonly byte* _tokens = (byte*)NativeMemory.Alloc(TokenCapacity);
    private readonly uint* _index = (uint*)NativeMemory.Alloc(Blocks, sizeof(uint));
    private long _state = Streams.TextPool;
    private int _count;
    private int _position;

    private TextPoolBuilder()
    {
        _nouns = Words(Grammar.Nouns, " ");
        _verbs = Words(Grammar.Verbs, " ");
        _adverbs = Words(Grammar.Adverbs, " ");
        _adjectives = Words(Grammar.Adjectives, " ");
        _adjectivesBeforeComma = Words(Grammar.Adjectives, ", ");
        _prepositions = Words(Grammar.Prepositions, " ");
        _auxiliaries = Words(Grammar.Auxiliaries, " ");
        _terminators = Words(Grammar.Terminators, " ", replacesSpace: true);
        _the = _table.Intern("the ");

        _lengths = (byte*)NativeMemory.Alloc(512);
        _overlaps = _lengths + 256;
        _table.Lengths.CopyTo(new Span<byte>(_lengths, 256));
        _table.Overlaps.CopyTo(new Span<byte>(_overlaps, 256));
    }

    public static TextPool Build()
    {
        var builder = new TextPoolBuilder();
        while (builder._position < Target)
            builder.Sentence();

        NativeMemory.Free(builder._lengths);
        var tokens = (byte*)NativeMemory.Realloc(builder._tokens, (nuint)builder._count);
        return new TextPool(tokens, builder._index, builder._table);
    }

    private void Sentence()
    {
        foreach (var part in Pick(_sentences))
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
                    Word(_prepositions);
                    Append(_the);
                    NounPhrase();
                    break;
                default:
                    Word(_terminators);
                    break;
            }
        }
    }

    private void NounPhrase()
    {
        foreach (var part in Pick(_nounPhrases))
        {
            Word(part switch
            {
                'N' => _nouns,
                'J' => _adjectives,
                'C' => _adjectivesBeforeComma,
                _ => _adverbs,
            });
        }
    }

    private void VerbPhrase()
    {
        foreach (var part in Pick(_verbPhrases))
        {
            Word(part switch
            {
                'V' => _verbs,
                'X' => _auxiliaries,
                _ => _adverbs,
            });
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Word(byte[] tokens) => Append(Pick(tokens));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Pick<T>(T[] items)
    {
        _state = Lcg.Next(_state);
        return items[(int)Lcg.Scale(_state, items.Length)];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Append(byte token)
    {
        var start = _position - _overlaps[token];
        var end = start + _lengths[token];

        // The token that holds a block's first byte; one that overwrites it comes later and wins.
        var block = start + (1 << TextPool.BlockBits) - 1 >> TextPool.BlockBits;
        var boundary = block << TextPool.BlockBits;
        if (boundary < end)
            _index[block] = (uint)_count << TextPool.SkipBits | (uint)(boundary - start);

        _tokens[_count++] = token;
        _position = end;
    }

    private byte[] Words(string list, string suffix, bool replacesSpace = false) =>
        Array.ConvertAll(Grammar.Expand(list), word => _table.Intern(word + suffix, replacesSpace));
}
