using Spindle.Columnar.Types;

namespace Spindle.Storage.Tables;

/// <summary>The order of boxed values of one type, as <see cref="Columnar.Vectors.VectorReader"/> has them.</summary>
internal static class Bounds
{
    /// <summary>Null where the values have no order or are of different kinds.</summary>
    public static int? Compare(object? left, object? right) => (left, right) switch
    {
        (ByteString a, ByteString b) => a.CompareTo(b),
        (IComparable a, not null) when left.GetType() == right.GetType() => a.CompareTo(right),
        _ => null,
    };
}
