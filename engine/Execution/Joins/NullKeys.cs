using Spindle.Columnar.Types;
using Spindle.Columnar.Vectors;

namespace Spindle.Execution.Joins;

/// <summary>Rows with a null in a key that is not null-safe: they equal nothing.</summary>
internal static unsafe class NullKeys
{
    public static bool Any(ReadOnlySpan<Vector> keys, ValueList<bool> nullSafe)
    {
        for (var k = 0; k < keys.Length; k++)
            if (!nullSafe[k] && keys[k].MayHaveNulls)
                return true;
        return false;
    }

    /// <summary>Writes the lanes of the rows that have no such null.</summary>
    /// <param name="lanes">The rows' lanes; null for all.</param>
    /// <returns>How many.</returns>
    public static int Without(ReadOnlySpan<Vector> keys, ValueList<bool> nullSafe, int* lanes, int rows, int* target)
    {
        var count = 0;
        for (var i = 0; i < rows; i++)
        {
            var lane = lanes == null ? i : lanes[i];
            if (!IsNull(keys, nullSafe, lane))
                target[count++] = lane;
        }

        return count;
    }

    /// <summary>Puts -1 in place of the number of each row that has such a null.</summary>
    public static void Unmatch(ReadOnlySpan<Vector> keys, ValueList<bool> nullSafe, int* lanes, int rows, int* ids)
    {
        for (var i = 0; i < rows; i++)
            if (IsNull(keys, nullSafe, lanes == null ? i : lanes[i]))
                ids[i] = -1;
    }

    public static bool IsNull(ReadOnlySpan<Vector> keys, ValueList<bool> nullSafe, int lane)
    {
        for (var k = 0; k < keys.Length; k++)
            if (!nullSafe[k] && keys[k].MayHaveNulls && keys[k].IsNull(lane))
                return true;
        return false;
    }
}
