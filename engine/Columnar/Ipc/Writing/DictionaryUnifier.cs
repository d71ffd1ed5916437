using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Ipc.Writing;

/// <summary>
/// One dictionary for a column over all batches of a stream: values get numbers as they first appear, and each batch
/// brings the new ones as a delta.
/// </summary>
internal sealed unsafe class DictionaryUnifier(DataType type, MemoryBudget budget)
{
    private readonly Dictionary<ByteString, int> numbers = [];
    private readonly List<ByteString> unseen = [];

    /// <summary>Whether a dictionary batch has been written.</summary>
    internal bool Begun { get; private set; }

    /// <summary>
    /// Numbers the column's values as int32 indices (null where the value is); new values wait for <see cref="TakeNew"/>.
    /// The caller owns the result.
    /// </summary>
    internal FlatVector Number(Vector column)
    {
        // A dictionary's entries are looked up once each, whatever the number of lanes.
        Vector source = column is DictionaryVector coded ? coded.Dictionary : column;
        var numbers = new int[source.Length];
        Array.Fill(numbers, -1);
        using var indices = new Builders.FixedBuilder<int>(DataType.Int, budget);
        for (int lane = 0; lane < column.Length; lane++)
        {
            int entry = column is DictionaryVector dictionary ? dictionary.Indices[lane] : lane;
            if (source.IsNull(entry))
                indices.AppendNull();
            else if (numbers[entry] >= 0)
                indices.Append(numbers[entry]);
            else
                indices.Append(numbers[entry] = NumberOf((ByteString)source.Read(entry)!));
        }

        return (FlatVector)indices.Build();
    }

    /// <summary>The values numbered since the last call, as a vector that the caller owns.</summary>
    internal Vector TakeNew()
    {
        using Builders.VectorBuilder builder = Builders.VectorBuilder.Create(type, budget);
        foreach (ByteString value in unseen)
        {
            builder.Append(value);
        }

        unseen.Clear();
        Begun = true;
        return builder.Build();
    }

    /// <summary>Whether a dictionary batch must go before the indices.</summary>
    internal bool HasNew => unseen.Count > 0 || !Begun;

    private int NumberOf(ByteString value)
    {
        if (numbers.TryGetValue(value, out int number))
            return number;

        number = numbers.Count;
        numbers.Add(value, number);
        unseen.Add(value);
        return number;
    }
}
