using System.Numerics;
using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Functions.Aggregates.Grouping;

/// <summary>Puts the codes of a column's values into its field of the rows' words; <see cref="WordTable.NoWord"/> where the field does not hold the value.</summary>
internal static unsafe class WordPacking
{
    public static void Pack(in ColumnView column, int rows, ulong* target, PackedField field)
    {
        switch (column.Physical)
        {
            case PhysicalType.Int8:
                Pack<sbyte>(column, rows, target, field);
                break;
            case PhysicalType.Int16:
                Pack<short>(column, rows, target, field);
                break;
            case PhysicalType.Int32:
                Pack<int>(column, rows, target, field);
                break;
            case PhysicalType.Null:
                break;
            default:
                Pack<long>(column, rows, target, field);
                break;
        }
    }

    /// <summary>The same for strings by their numbers, of which -1 is a string without one.</summary>
    public static void PackNumbers(int* numbers, int rows, ulong* target, PackedField field)
    {
        for (var i = 0; i < rows; i++)
        {
            var offset = unchecked((ulong)numbers[i] - (ulong)field.Min);
            target[i] |= numbers[i] == 0 ? 0 : offset < field.Limit ? (offset + 1) << field.Shift : WordTable.NoWord;
        }
    }

    private static void Pack<T>(in ColumnView column, int rows, ulong* target, PackedField field)
        where T : unmanaged, INumberBase<T>
    {
        var values = (T*)column.Values;
        var map = column.Map;
        var min = (ulong)field.Min;
        var limit = field.Limit;
        var shift = field.Shift;
        if (column.Validity != null)
        {
            for (var i = 0; i < rows; i++)
            {
                var position = map == null ? i : map[i];
                var offset = unchecked((ulong)long.CreateTruncating(values[position]) - min);
                target[i] |= !Bits.Get(column.Validity, position) ? 0 : offset < limit ? (offset + 1) << shift : WordTable.NoWord;
            }
        }
        else if (map != null)
        {
            for (var i = 0; i < rows; i++)
            {
                var offset = unchecked((ulong)long.CreateTruncating(values[map[i]]) - min);
                target[i] |= offset < limit ? (offset + 1) << shift : WordTable.NoWord;
            }
        }
        else
        {
            for (var i = 0; i < rows; i++)
            {
                var offset = unchecked((ulong)long.CreateTruncating(values[i]) - min);
                target[i] |= offset < limit ? (offset + 1) << shift : WordTable.NoWord;
            }
        }
    }
}
