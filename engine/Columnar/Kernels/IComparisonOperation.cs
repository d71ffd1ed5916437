using System.Runtime.Intrinsics;

namespace Spindle.Columnar.Kernels;

/// <summary>A comparison of two values. Every comparison is one of equal and less, with operands exchanged or the answer turned round.</summary>
public unsafe interface IComparisonOperation<T> where T : unmanaged
{
    /// <summary>Whether <see cref="Compare(Vector256{T}, Vector256{T})"/> may be used.</summary>
    static abstract bool HasVector { get; }

    static abstract bool Compare(T* left, T* right);

    static abstract Vector256<T> Compare(Vector256<T> left, Vector256<T> right);
}
