using System.Runtime.Intrinsics;

namespace Spindle.Columnar.Kernels;

/// <summary>An operation on two numbers that wraps around, and says apart from that whether it did.</summary>
public interface IArithmeticOperation<T> where T : unmanaged
{
    /// <summary>Whether the vector forms may be used.</summary>
    static abstract bool HasVector { get; }

    static abstract T Apply(T left, T right);

    /// <summary>Whether the exact result is not <see cref="Apply(T, T)"/>'s, or there is none.</summary>
    static abstract bool IsFault(T left, T right);

    static abstract Vector256<T> Apply(Vector256<T> left, Vector256<T> right);

    /// <summary>Lanes whose sign bit is set where the result is at fault.</summary>
    static abstract Vector256<T> Faults(Vector256<T> left, Vector256<T> right, Vector256<T> result);
}
